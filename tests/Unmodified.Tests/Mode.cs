namespace Unmodified.Tests;

/// <summary>How a program is run.</summary>
public enum Mode
{
    Stock,

    /// <summary>Shimmed, on the StackSwitcher.</summary>
    Stack,

    /// <summary>Shimmed, on the ThreadSwitcher.</summary>
    Thread,
}
