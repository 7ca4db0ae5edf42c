namespace Unmodified.Runs;

/// <summary>How a program is run.</summary>
public enum Mode
{
    Stock,

    /// <summary>Shimmed, on the StackSwitcher.</summary>
    Stack,

    /// <summary>Shimmed, on the ThreadSwitcher.</summary>
    Thread,

    /// <summary>The same, with the thread pool's work and what follows an await on green threads, too.</summary>
    StackEverywhere,

    /// <inheritdoc cref="StackEverywhere"/>
    ThreadEverywhere,

    /// <summary>The same again, with never more than one running: nothing rescues what blocks the carrier.</summary>
    StackStrict,

    /// <inheritdoc cref="StackStrict"/>
    ThreadStrict,
}
