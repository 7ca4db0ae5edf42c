using System.Reflection;

namespace Shim.Patching.Detours;

/// <summary>
/// Diverts calls of a method to other code. All members may be called from any thread. Destinations are entered with the target's own
/// calling convention: a managed method with the same parameters (<c>this</c> first), or machine code.
/// </summary>
internal interface IDetourEngine
{
    /// <summary>Does everything that can fail, and changes no behaviour yet.</summary>
    /// <param name="target">The method whose calls are to be diverted.</param>
    /// <param name="needsOriginal">Make <see cref="Detour.Original"/>; refused where the method's first instructions cannot be moved.</param>
    /// <exception cref="DetourRefusedException">This method cannot be patched; the message says why.</exception>
    public Detour Prepare(MethodBase target, bool needsOriginal);

    /// <summary>Gives up a detour that was prepared and not applied.</summary>
    public void Discard(Detour detour);

    /// <summary>Where calls go from <see cref="Apply"/> on.</summary>
    public void SetDestination(Detour detour, nint destination);

    /// <summary>Publishes all of them, or, on any failure, none.</summary>
    /// <exception cref="DetourRefusedException">One could not be published; all are as before, or the message names one that is not.</exception>
    public void Apply(IReadOnlyList<Detour> detours);

    /// <summary>Calls go to the target's own body again, of the last first. Calls that are inside the replacement finish there.</summary>
    /// <returns>Null, or a clause that says what could not be taken back; the next call tries that again, too.</returns>
    public string? Undo(IReadOnlyList<Detour> detours);

    /// <summary>Looks whether every applied detour is still where calls go, and repairs what the runtime or others changed. Throws nothing.</summary>
    public IReadOnlyList<Drift> Verify();

    /// <summary>Whether a detour of this method is applied.</summary>
    public bool IsApplied(MethodBase target);
}
