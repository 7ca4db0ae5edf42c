using Shim;
using Shim.Green;

namespace DetourHost;

/// <summary>Green threads in a process that cannot be patched.</summary>
internal static class GreenAlone
{
    internal static int Run(string[] args)
    {
        try
        {
            GreenShim.PatchAll();
            Console.Write("patched");
        }
        catch (PatchRefusedException)
        {
            Console.Write("refused");
        }

        int done = 0;
        GreenThread[] threads = [.. Enumerable.Range(0, 100).Select(_ => GreenThread.Spawn(() =>
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(20));
            Interlocked.Increment(ref done);
        }))];
        foreach (GreenThread thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($", {done} green threads done");
        return 0;
    }
}
