class MonitorWithNativeThreads : Scenario
{
    // A ping-pong with Wait and Pulse between a thread and pool work.
    public override int Run()
    {
        var gate = new object();
        int turn = 0;
        Action<int, int> play = (me, rounds) =>
        {
            for (int k = 0; k < rounds; k++)
            {
                lock (gate)
                {
                    while (turn % 2 != me)
                    {
                        Monitor.Wait(gate);
                    }
                    turn++;
                    Monitor.PulseAll(gate);
                }
            }
        };
        Task native = Task.Run(() => play(0, 500));
        Thread t = Go(() => play(1, 500));
        t.Join();
        native.Wait();
        Say("turns: " + turn);
        return 0;
    }
}
