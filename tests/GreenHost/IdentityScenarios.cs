using System.Globalization;
using Shim.Green;

namespace GreenHost;

/// <summary>A green thread is a thread of its own in everything that .NET keeps per thread.</summary>
internal static class IdentityScenarios
{
    [ThreadStatic]
    private static int t_number;

    public static void Each_has_its_own_thread_statics_id_and_current_thread()
    {
        HashSet<int> ids = [];
        int mismatches = 0;
        List<GreenThread> greens = [];
        for (int i = 1; i <= 50; i++)
        {
            int number = i;
            greens.Add(GreenThread.Spawn(() =>
            {
                t_number = number;
                Thread me = Thread.CurrentThread;
                lock (ids)
                {
                    ids.Add(Environment.CurrentManagedThreadId);
                }

                for (int round = 0; round < 20; round++)
                {
                    GreenThread.Yield();
                    bool same = t_number == number && Thread.CurrentThread == me && me.ManagedThreadId == Environment.CurrentManagedThreadId
                        && GreenThread.Current!.Thread == me && GreenThread.Of(me) == GreenThread.Current;
                    Interlocked.Add(ref mismatches, same ? 0 : 1);
                }
            }));
        }

        greens.ForEach(g => g.Join());
        Check.Equal(mismatches, 0);
        Check.Equal(ids.Count, 50);
    }

    public static void They_share_one_carrier()
    {
        HashSet<int> carriers = [];
        List<GreenThread> greens = [];
        int started = 0;
        for (int i = 0; i < 20; i++)
        {
            greens.Add(GreenThread.Spawn(() =>
            {
                // All alive at once, so that none runs on the body of one that has finished.
                started++;
                while (started < 20)
                {
                    GreenThread.Yield();
                }

                lock (carriers)
                {
                    carriers.Add(Natively.ThreadId());
                }
            }));
        }

        greens.ForEach(g => g.Join());
        if (Hub.Default.SwitcherName != "thread")
        {
            // One, unless the machine was so busy that the watchdog moved the role.
            Check.That(carriers.Count <= 1 + Hub.Default.Statistics.HandOvers);
        }
        else
        {
            Check.Equal(carriers.Count, 20);
        }
    }

    public static void AsyncLocals_and_culture_flow_in_and_do_not_leak_out()
    {
        AsyncLocal<string> local = new() { Value = "outer" };
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "!" } };
        string? seen = null;
        string? separator = null;
        GreenThread first = GreenThread.Spawn(() =>
        {
            seen = local.Value;
            separator = CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator;
            local.Value = "inner";
            Thread.CurrentThread.Name = "named";
            GreenThread.Yield();
        });
        first.Join();
        Check.Equal(seen, "outer");
        Check.Equal(separator, "!");
        Check.Equal(local.Value, "outer");
        string? name = "unset";
        string? next = null;
        GreenThread.Spawn(() => (name, next) = (Thread.CurrentThread.Name, local.Value)).Join();
        Check.Equal(name, null);
        Check.Equal(next, "outer");
    }

    public static void Locks_belong_to_the_green_thread()
    {
        object gate = new();
        bool taken = true;
        lock (gate)
        {
            GreenThread.Spawn(() => taken = Monitor.TryEnter(gate)).Join();
            Check.That(Monitor.IsEntered(gate));
        }

        Check.That(!taken);
        GreenThread.Spawn(() => taken = Monitor.TryEnter(gate)).Join();
        Check.That(taken);
    }

    public static void Bodies_are_reused()
    {
        HashSet<int> ids = [];
        for (int i = 0; i < 1000; i++)
        {
            GreenThread.Spawn(() => ids.Add(Environment.CurrentManagedThreadId)).Join();
        }

        Check.That(ids.Count <= 4);
        Check.Equal(Hub.Default.Statistics.Spawned, 1000);
    }
}
