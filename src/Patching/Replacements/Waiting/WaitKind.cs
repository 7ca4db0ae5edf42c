namespace Shim.Patching.Replacements.Waiting;

/// <summary>What a waiter is given.</summary>
internal enum WaitKind
{
    /// <summary>What it waits for.</summary>
    Grant,

    /// <summary>All that its group waits for, at once.</summary>
    GrantAll,

    /// <summary>Word that trying again may be worthwhile: what it waits for cannot be taken by another.</summary>
    Try,
}
