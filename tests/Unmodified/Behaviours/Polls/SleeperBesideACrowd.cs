using System.Diagnostics;

/// <summary>One that sleeps a millisecond at a time gets on beside many that always have something to do.</summary>
class SleeperBesideACrowd : Scenario
{
    private volatile bool _isOver;
    private int _ticks;

    public override int Run()
    {
        Thread sleeper = Go(() =>
        {
            while (!_isOver)
            {
                Thread.Sleep(1);
                _ticks++;
            }
        });
        // A turn of all of them takes 20 ms at least, and 100 ms: who had to wait for it would have a tick in each. Many more than that are not to be had for certain, of
        // no kind of threads: the machine has others.
        Crowd("who compute a little at a time", 100, 40, atLeast: 55);
        Crowd("who end one after another", 500, 1, atLeast: 10);
        _isOver = true;
        sleeper.Join();
        return 0;
    }

    private void Crowd(string what, int count, int turns, int atLeast)
    {
        var start = new ManualResetEvent(false);
        Thread[] crowd = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            crowd[i] = Go(() =>
            {
                start.WaitOne();
                for (int turn = 0; turn < turns; turn++)
                {
                    if (turn > 0)
                    {
                        Thread.Yield();
                    }
                    Compute();
                }
            });
        }
        Settle();
        int before = _ticks;
        start.Set();
        // From the last, so that this thread has nothing to do until all are done.
        for (int i = count - 1; i >= 0; i--)
        {
            crowd[i].Join();
        }
        int ticks = _ticks - before;
        Say("beside " + count + " " + what + ": " + (ticks >= atLeast ? "many ticks" : ticks + " ticks"));
    }

    private static void Compute()
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalMilliseconds < 0.2)
        {
        }
    }
}
