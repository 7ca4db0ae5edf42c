namespace Shim.Green;

/// <summary>Why a parked green thread runs again.</summary>
internal enum WakeReason
{
    /// <summary>What it waited for has happened.</summary>
    Signalled = 0,

    /// <summary>The time limit passed first.</summary>
    TimedOut = 1,

    /// <summary><see cref="Thread.Interrupt"/> or <see cref="GreenThread.Interrupt"/> was called.</summary>
    Interrupted = 2,

    /// <summary>What it waited on was closed by somebody else.</summary>
    Closed = 3,
}
