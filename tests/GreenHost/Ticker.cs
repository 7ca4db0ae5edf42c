using Shim.Green;

namespace GreenHost;

/// <summary>A green thread that sleeps a millisecond at a time, and counts.</summary>
internal static class Ticker
{
    /// <summary>Runs <paramref name="body"/>, which can ask for the count, beside one.</summary>
    internal static void Beside(Action<Func<int>> body)
    {
        int ticks = 0;
        bool stop = false;
        GreenThread other = GreenThread.Spawn(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                Volatile.Write(ref ticks, ticks + 1);
                GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
            }
        });
        body(() => Volatile.Read(ref ticks));
        Volatile.Write(ref stop, true);
        other.Join();
    }
}
