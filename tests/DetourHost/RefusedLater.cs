using Shim;

namespace DetourHost;

/// <summary>A later call of PatchAll that is refused takes nothing away: green threads wait in what was patched before.</summary>
internal static class RefusedLater
{
    internal static int Run(string[] args)
    {
        var patched = GreenShim.PatchAll().Entries.Count(static e => e.State == PatchState.Patched);
        using var go = new ManualResetEventSlim();
        var waiter = new Thread(go.Wait);
        var green = new Thread(() => go.Wait());
        waiter.Start();
        green.Start();
        Thread.Sleep(20);
        Refused(new PatchOptions { Resolver = "bogus" });
        Refused(new PatchOptions { Switcher = "bogus" });
        Refused(new PatchOptions { Groups = ["bogus"] });
        Refused(new PatchOptions { PatchMap = "/nonexistent.json" });

        Engine.Require(GreenShim.IsPatched, "it is patched still");
        Engine.Require(GreenShim.Report!.Entries.Count(static e => e.State == PatchState.Patched) == patched, "so is all that was");
        go.Set();
        green.Join();
        waiter.Join();
        var other = GreenShim.PatchAll(new PatchOptions { Switcher = "thread" });
        Engine.Require(other.Notes.Any(static n => n.Contains("runs already", StringComparison.Ordinal)), "a switcher that comes too late is told");
        Console.WriteLine("kept");
        return 0;
    }

    private static void Refused(PatchOptions options)
    {
        try
        {
            GreenShim.PatchAll(options);
            Engine.Require(false, "it was not refused");
        }
        catch (PatchRefusedException refusal)
        {
            Console.WriteLine(refusal.Message);
        }
    }
}
