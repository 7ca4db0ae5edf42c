namespace Green.Audit.Data;

/// <summary>What a reason says about the calls it is for.</summary>
internal enum LeftKind
{
    /// <summary>They do not wait here, although the function can.</summary>
    NeverWaits,

    /// <summary>They wait, and are left to.</summary>
    Left,

    /// <summary>A debt, not a reason: they are to be patched.</summary>
    NotPatchedYet,
}
