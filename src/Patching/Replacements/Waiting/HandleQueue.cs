namespace Shim.Patching.Replacements.Waiting;

/// <summary>The green threads that wait for a wait handle.</summary>
internal sealed class HandleQueue : WaitQueue
{
    /// <summary>Somebody waits for it as an AutoResetEvent.</summary>
    internal bool IsAutoReset { get; set; }

    /// <summary>How many signals in a row have gone to green threads without a look at the platform layer's object.</summary>
    internal int HandedOver { get; set; }

    /// <summary>How many were told to try, and have not yet.</summary>
    internal int Called { get; set; }
}
