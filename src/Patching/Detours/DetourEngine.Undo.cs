using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>Taking back what was applied. What cannot be (the kernel does not let the code be changed) is kept: the next attempt takes it along, and it can be patched again.</summary>
internal sealed unsafe partial class DetourEngine
{
    private volatile int _left;

    /// <summary>Whether there are methods whose jump could not be taken back. Any thread.</summary>
    internal bool HasLeft => _left != 0;

    public string? Undo(IReadOnlyList<Detour> detours)
    {
        using (_lock.Take())
        {
            // Without a descriptor left the map cannot be read. An older one will do: code of ours is in places that do not move, nor change their protection.
            var maps = ProcessMaps.TryRead() ?? _maps ?? ProcessMaps.Read();
            var all = WithLeft(detours);
            var left = WithdrawAll(all, all.Count - 1, maps);
            _left = CountLeft();
            Interlocked.MemoryBarrierProcessWide();
            return left;
        }
    }

    private List<Detour> WithLeft(IReadOnlyList<Detour> detours)
    {
        List<Detour> all = [];
        foreach (var detour in _byMethod.Values)
        {
            if (detour.IsLeft)
            {
                all.Add(detour);
            }
        }

        all.AddRange(detours);
        return all;
    }

    private int CountLeft()
    {
        var left = 0;
        foreach (var detour in _byMethod.Values)
        {
            left += detour.IsLeft ? 1 : 0;
        }

        return left;
    }

    /// <summary>Jumps that stayed lead to the replacement again. Those that are gone from other bodies than the active one are not missed.</summary>
    private void TakeUpAgain(Detour detour, ProcessMaps maps)
    {
        var hasBody = false;
        foreach (var site in detour.Sites)
        {
            hasBody |= site.Address == detour.Body;
        }

        Aim(detour, detour.Destination);
        detour.IsLeft = false;
        if (!hasBody)
        {
            PatchBody(detour, detour.Body, maps);
        }
    }

    private void Aim(Detour detour, nint destination)
    {
        _arena.WriteCell(detour.Cell, destination);
        foreach (var site in detour.Sites)
        {
            _arena.WriteCell(site.Cell, destination);
        }
    }

    /// <summary>From <paramref name="last"/> down, each whatever becomes of the others. Null, or a clause that says what could not be taken back.</summary>
    private string? WithdrawAll(IReadOnlyList<Detour> detours, int last, ProcessMaps maps)
    {
        string? left = null;
        for (var i = last; i >= 0; i--)
        {
            try
            {
                if (detours[i].State != DetourState.Undone)
                {
                    Withdraw(detours[i], maps);
                }
            }
            catch (Exception e)
            {
                // The jump stays; but it leads where its cell says. Who has no other way to its own body keeps its replacement, which without green threads does the same.
                detours[i].IsLeft = true;
                Aim(detours[i], detours[i].Original != 0 ? detours[i].Original : detours[i].Destination);

                left ??= $"{detours[i].Target.DeclaringType?.FullName}.{detours[i].Target.Name} could not be made itself again: {e.Message}";
            }
        }

        return left;
    }

    private void Withdraw(Detour detour, ProcessMaps maps)
    {
        for (var i = detour.Sites.Count - 1; i >= 0; i--)
        {
            // Whoever overwrote our jump since then owns these bytes now.
            var site = detour.Sites[i];
            if (*(ulong*)site.Address == site.Patched)
            {
                CodeWriter.Store(site.Address, site.Original, maps);
            }

            _bySite.Remove(site.Address);
            detour.RemoveSite(site);
        }

        detour.State = DetourState.Undone;
        detour.IsLeft = false;
        if (_byMethod.Remove(detour.Method.Address))
        {
            Forget(detour.Method, detour.WeSetNotInline);
            _spare[detour.Body] = detour;
        }
    }

    private void Forget(MethodDescView method, bool weSetNotInline)
    {
        _guard?.Remove(method.Address);
        if (weSetNotInline)
        {
            method.ClearNotInline();
        }
    }
}
