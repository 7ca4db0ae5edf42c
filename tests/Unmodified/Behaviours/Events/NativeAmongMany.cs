/// <summary>A thread of the pool that waits for an event as others do, who come back for the next signal at once, has its turn, too.</summary>
class NativeAmongMany : Scenario
{
    public override int Run()
    {
        var signal = new AutoResetEvent(false);
        bool isOver = false;
        int taken = 0;
        var threads = new List<Thread>();
        for (int i = 0; i < 2; i++)
        {
            threads.Add(Go(() =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    signal.WaitOne();
                    Interlocked.Increment(ref taken);
                }
            }));
        }

        Settle();
        Task<bool> task = Task.Run(() => signal.WaitOne());
        Settle();
        for (int i = 0; i < 200 && !task.IsCompleted; i++)
        {
            int before = Volatile.Read(ref taken);
            signal.Set();
            while (Volatile.Read(ref taken) == before && !task.IsCompleted)
            {
                Thread.Sleep(1);
            }
        }

        Say("had its turn: " + task.IsCompleted);
        Volatile.Write(ref isOver, true);
        while (threads.Exists(t => t.IsAlive) || !task.IsCompleted)
        {
            signal.Set();
            Thread.Sleep(1);
        }

        return 0;
    }
}
