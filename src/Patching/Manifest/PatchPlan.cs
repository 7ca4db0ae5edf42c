using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Patching.Detours;

namespace Shim.Patching.Manifest;

/// <summary>
/// Turns a patch map into detours, all or none. Everything that can be wrong is found before the first method changes: a required entry that
/// fails refuses the whole, an optional one takes its group along.
/// </summary>
internal sealed class PatchPlan(IDetourEngine engine, Version runtime, bool allowUnverified)
{
    private readonly string _runtime = runtime.ToString();
    private readonly List<Patch> _patches = [];

    internal IReadOnlyList<Patch> Patches => _patches;

    /// <summary>Whether assemblies that cannot be found are the application's, which this process is not.</summary>
    internal bool IsOutsideApplication { get; init; }

    internal IReadOnlyList<Detour> Detours
    {
        get
        {
            var detours = new List<Detour>(_patches.Count);
            foreach (var patch in _patches)
            {
                if (patch.Detour is { } detour)
                {
                    detours.Add(detour);
                }
            }

            return detours;
        }
    }

    /// <summary>Whether one of its detours leads to a method of <paramref name="replacements"/>.</summary>
    internal bool Applies(Type replacements)
    {
        foreach (var patch in _patches)
        {
            if (patch.Detour is not null && patch.Replacement!.DeclaringType == replacements)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks up and prepares <paramref name="entries"/>.</summary>
    /// <param name="entries">What is not patched yet.</param>
    /// <param name="groups">Which of them to patch.</param>
    /// <param name="isEager">Whether to load their assemblies.</param>
    /// <exception cref="PatchRefusedException">Nothing may be patched; nothing is left prepared.</exception>
    internal void Prepare(IReadOnlyList<PatchEntry> entries, GroupChoice groups, bool isEager)
    {
        LoadedAssemblies loaded = new();
        try
        {
            foreach (var entry in entries)
            {
                var patch = new Patch(entry);
                _patches.Add(patch);
                if (!groups.IsOn(entry.Group))
                {
                    patch.Reason = "its group is switched off";
                }
                else if (!isEager && entry.IsBuiltIn && IsVerified(entry) && !loaded.Contains(entry.Target.Assembly!))
                {
                    patch.State = PatchState.Waiting;
                    patch.Reason = $"{entry.Target.Assembly} is not loaded yet";
                }
                else if (IsOutsideApplication && !entry.IsBuiltIn && TargetResolver.Missing(entry) is { } assembly)
                {
                    patch.State = PatchState.Waiting;
                    patch.Reason = $"not looked at: {assembly} is the app's";
                }
                else
                {
                    PrepareOne(patch);
                }
            }

            Warm();
        }
        catch
        {
            Discard();
            throw;
        }
    }

    /// <summary>Takes back what is prepared. What is applied is the engine's to take back.</summary>
    internal void Discard()
    {
        foreach (var patch in _patches)
        {
            Discard(patch);
        }
    }

    /// <summary>Takes all of it back, for the same reason.</summary>
    internal void Abandon(string reason)
    {
        Discard();
        foreach (var patch in _patches)
        {
            patch.State = PatchState.Refused;
            patch.Reason = reason;
        }
    }

    private void PrepareOne(Patch patch)
    {
        var entry = patch.Entry;
        var isVerified = IsVerified(entry);
        if (!isVerified && !allowUnverified)
        {
            throw new PatchRefusedException(entry.Explain(
                $"it was verified on .NET {string.Join(", ", entry.VerifiedOn)}, and this is .NET {runtime}; GREENSHIM_ALLOW_UNVERIFIED=1 patches it all the same if its signature and IL size match"));
        }

        var target = TargetResolver.FindTarget(entry.Target, out var missing);
        if (target is null)
        {
            Fail(patch, missing!);
            return;
        }

        patch.Target = target;
        FindReplacement(patch, target);

        // The runtime's version says nothing about a method of the application's.
        if ((!isVerified || (entry is { IsBuiltIn: false, ILSize: not null })) && WrongSize(entry, target, isVerified) is { } size)
        {
            Fail(patch, size);
            return;
        }

        if (ReplacementProbe.Run(patch.Replacement!) is { } lacking)
        {
            Fail(patch, lacking);
            return;
        }

        try
        {
            patch.Detour = engine.Prepare(target, needsOriginal: patch.Original is not null);
            patch.State = PatchState.Patched;
        }
        catch (DetourRefusedException refusal)
        {
            Fail(patch, refusal.Message);
        }

        if (IsGroupLost(entry.Group))
        {
            Skip(patch);
        }
    }

    private static void FindReplacement(Patch patch, MethodBase target)
    {
        var entry = patch.Entry;
        patch.Replacement = TargetResolver.FindReplacement(entry.Replacement, target, out var missing)
            ?? throw new PatchRefusedException(entry.Explain(missing!));
        if (entry.Original is not { } name)
        {
            return;
        }

        var field = patch.Replacement.DeclaringType!.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        if (field is not { IsInitOnly: false } || !(field.FieldType == typeof(nint) || field.FieldType.IsFunctionPointer))
        {
            throw new PatchRefusedException(entry.Explain($"{entry.Replacement.Type} has no static field \"{name}\" of type nint that can be set"));
        }

        patch.Original = field;
    }

    private bool IsVerified(PatchEntry entry)
    {
        foreach (var version in entry.VerifiedOn)
        {
            // As texts: parsing numbers takes a culture, the first use of which in a process takes milliseconds.
            if (version == _runtime)
            {
                return true;
            }
        }

        return false;
    }

    private static string? WrongSize(PatchEntry entry, MethodBase target, bool isVerified)
    {
        var size = target.GetMethodBody()?.GetILAsByteArray()?.Length ?? 0;
        return entry.ILSize is not { } expected
            ? "it was not verified on this runtime, and the entry gives no IL size to compare"
            : size == expected ? null
            : isVerified ? $"it has {size} bytes of IL instead of {expected}"
            : $"it was not verified on this runtime, and has {size} bytes of IL instead of {expected}";
    }

    private void Fail(Patch patch, string reason)
    {
        patch.State = PatchState.Refused;
        patch.Reason = reason;
        if (patch.Entry.IsRequired)
        {
            throw new PatchRefusedException(patch.Entry.Explain(reason));
        }

        foreach (var other in _patches)
        {
            if (other != patch && other.Entry.Group == patch.Entry.Group && other.State == PatchState.Patched)
            {
                Skip(other);
            }
        }
    }

    private bool IsGroupLost(string group)
    {
        foreach (var patch in _patches)
        {
            if (patch.Entry.Group == group && patch.State == PatchState.Refused)
            {
                return true;
            }
        }

        return false;
    }

    private void Skip(Patch patch)
    {
        if (patch.State == PatchState.Patched)
        {
            Discard(patch);
            patch.State = PatchState.Skipped;
            patch.Reason = "another entry of its group cannot be patched here";
        }
    }

    private void Discard(Patch patch)
    {
        if (patch.Detour is { } detour)
        {
            engine.Discard(detour);
            patch.Detour = null;
        }
    }

    // A replacement can be entered from places where neither the JIT nor a class constructor should have to run first, such as a contended lock
    // inside the type loader: both are done with before calls arrive.
    private void Warm()
    {
        foreach (var patch in _patches)
        {
            if (patch.Detour is not { } detour)
            {
                continue;
            }

            var replacement = patch.Replacement!;
            try
            {
                RuntimeHelpers.RunClassConstructor(replacement.DeclaringType!.TypeHandle);
            }
            catch (TypeInitializationException e)
            {
                throw new PatchRefusedException(patch.Entry.Explain($"the replacement's class cannot be initialized: {e.InnerException?.Message}"));
            }

            patch.Original?.SetValue(null, detour.Original);
            RuntimeHelpers.PrepareMethod(replacement.MethodHandle);
            engine.SetDestination(detour, replacement.MethodHandle.GetFunctionPointer());
        }
    }
}
