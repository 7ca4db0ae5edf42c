using Shim.Green;

namespace GreenHost;

/// <summary>A crew that may have one member only: what is queued while that is busy, or about to rest, is not forgotten.</summary>
internal static class CrewScenarios
{
    private sealed class OneMember(Action<OneMember> atEndOfWork, bool isTurnOver) : Crew(Hub.Default)
    {
        internal int Queued { get; set; }

        internal int Done { get; private set; }

        protected override int MostMembers => 1;

        protected override bool Work()
        {
            if (Queued == 0)
            {
                return false;
            }

            Queued--;
            Done++;
            if (Done == 1)
            {
                atEndOfWork(this);
            }

            return isTurnOver;
        }
    }

    public static void What_comes_when_it_has_looked_for_the_last_time_is_done() => DoTwo(isTurnOver: false);

    public static void What_comes_in_a_turn_that_is_over_is_done() => DoTwo(isTurnOver: true);

    private static void DoTwo(bool isTurnOver)
    {
        OneMember crew = new(
            static c =>
            {
                c.Queued++;
                c.Request();
            },
            isTurnOver) { Queued = 1 };
        crew.Request();
        for (int i = 0; i < 5000 && crew.Done != 2; i++)
        {
            GreenThread.Sleep(TimeSpan.FromMilliseconds(1));
        }

        Check.Equal(crew.Done, 2);
        Check.Equal(crew.Members, 1);
    }
}
