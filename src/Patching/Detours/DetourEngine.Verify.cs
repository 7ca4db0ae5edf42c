using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>Whether what was applied still holds. Whatever goes wrong meanwhile is a drift, too: who looks must not be the one who falls.</summary>
internal sealed unsafe partial class DetourEngine
{
    public IReadOnlyList<Drift> Verify()
    {
        var drifts = new List<Drift>();
        using (_lock.Take())
        {
            foreach (var detour in _byMethod.Values)
            {
                if (detour.State == DetourState.Applied && !detour.IsLeft)
                {
                    VerifyOne(detour, drifts);
                }
            }
        }

        return drifts;
    }

    private void VerifyOne(Detour detour, List<Drift> drifts)
    {
        try
        {
            foreach (var site in detour.Sites)
            {
                if (*(ulong*)site.Address != site.Patched)
                {
                    drifts.Add(new Drift(detour.Target, $"the jump at {site.Address:x} was overwritten by somebody else", Repaired: false));
                    return;
                }
            }

            var body = _entries.Find(detour.Target, _isPatched);
            if (!_bySite.ContainsKey(body))
            {
                drifts.Add(Repair(detour, body));
            }
        }
        catch (Exception e)
        {
            drifts.Add(new Drift(detour.Target, $"it could not be looked at: {e.Message}", Repaired: false, MayPass: true));
        }
    }

    private Drift Repair(Detour detour, nint body)
    {
        try
        {
            var maps = ProcessMaps.Read();
            CheckBody(detour.Method, body, maps);
            PatchBody(detour, body, maps);
            return new Drift(detour.Target, $"the runtime had activated another body at {body:x}", Repaired: true);
        }
        catch (Exception failure)
        {
            // A refusal is for good; a descriptor or memory that is lacking may be there when somebody looks again.
            return new Drift(detour.Target, $"the runtime has activated another body: {failure.Message}", Repaired: false, MayPass: failure is not DetourRefusedException);
        }
    }
}
