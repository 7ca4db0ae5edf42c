using System.Diagnostics;

/// <summary>Whether a thread gets its turns at something that others use all the time, each holding it across a wait and taking it again at once.</summary>
static class Turns
{
    const int Wanted = 10;

    // Stock takes a few milliseconds a turn.
    const int Patience = 20000;

    public static string At(Action greedy, Action modest, int crowd = 1, bool onPool = false)
    {
        bool stop = false;
        bool isLate = false;
        int turns = 0;
        void Loop(Action turn)
        {
            while (!Volatile.Read(ref stop))
            {
                turn();
            }
        }
        var others = Enumerable.Range(0, crowd).Select(_ => onPool ? (Action)Task.Run(() => Loop(greedy)).Wait : Scenario.Go(() => Loop(greedy)).Join).ToList();
        Thread.Sleep(20);
        var watch = Stopwatch.StartNew();
        Thread one = Scenario.Go(() =>
        {
            while (turns < Wanted && !Volatile.Read(ref isLate))
            {
                modest();
                turns++;
            }
        });
        while (one.IsAlive && watch.ElapsedMilliseconds < Patience)
        {
            one.Join(100);
        }
        // Where it starved it gets there now.
        int got = turns;
        isLate = true;
        stop = true;
        others.ForEach(join => join());
        one.Join();
        return got + " turns";
    }
}
