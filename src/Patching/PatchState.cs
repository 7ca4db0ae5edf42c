namespace Shim;

/// <summary>What became of one entry of the patch map.</summary>
public enum PatchState
{
    /// <summary>Calls go to the replacement.</summary>
    Patched,

    /// <summary>Its assembly is not loaded; it is patched when that is, before the program can call it.</summary>
    Waiting,

    /// <summary>Its group is switched off.</summary>
    Off,

    /// <summary>It could be patched, but is not, because another entry of its group could not.</summary>
    Skipped,

    /// <summary>It cannot be patched here; the reason says why.</summary>
    Refused,
}
