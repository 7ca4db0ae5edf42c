using Shim.Green;

namespace GreenHost;

internal static partial class ScarceScenarios
{
    public static void Who_stands_in_line_for_a_body_takes_turns_with_those_who_are_ready()
    {
        const int Calls = 100;
        int done = 0;
        Action spawn = PrepareNatively(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                GreenThread.Spawn(() => done++);
            }
        });

        // Woken together: the one whose body the others wait for, and who is ready behind it.
        int before = -1;
        (GreenThread Green, long Ticket) first = Wait(static () => { });
        (GreenThread Green, long Ticket) second = Wait(() => before = done);
        SpawnUntilRefused(TimeSpan.FromMinutes(1));
        spawn();
        Check.Equal(done, 0);

        Check.That(first.Green.TryUnpark(first.Ticket));
        Check.That(second.Green.TryUnpark(second.Ticket));
        AwaitThat(() => Volatile.Read(ref done) == Calls);

        Check.Equal(done, Calls);
        Check.That(before is >= 0 and < 5, $"{before} went before who was ready");
    }

    // Both have a thread already when the limit is reached.
    private static (GreenThread Green, long Ticket) Wait(Action then)
    {
        long ticket = 0;
        GreenThread green = GreenThread.Spawn(() =>
        {
            GreenThread me = GreenThread.Current!;
            ticket = me.BeginWait();
            me.Park(ticket);
            then();
        });
        AwaitThat(() => ticket != 0);
        return (green, ticket);
    }

    public static void Who_stands_in_line_for_a_body_does_not_ask_all_the_time()
    {
        int begun = 0;
        Action spawn = PrepareNatively(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                GreenThread.Spawn(() =>
                {
                    begun++;
                    GreenThread.Sleep(TimeSpan.FromSeconds(2));
                });
            }
        });
        spawn();
        GreenThread.Sleep(TimeSpan.FromMilliseconds(500));
        Check.That(begun is > 20 and < 100);

        // It is the scheduler that asks: what the handler does would be done there.
        int thrown = 0;
        AppDomain.CurrentDomain.FirstChanceException += (_, _) =>
        {
            thrown++;
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        };
        TimeSpan used = Environment.CpuUsage.TotalTime;
        GreenThread.Sleep(TimeSpan.FromMilliseconds(500));
        used = Environment.CpuUsage.TotalTime - used;
        Check.Equal(thrown, 0);
        Check.That(used < TimeSpan.FromMilliseconds(250), $"{used} of the processor");

        // They have those bodies that become free.
        AwaitThat(() => begun > 150);
        Check.That(begun > 150);
    }
}
