class PulseAllWakesAll : Scenario
{
    public override int Run()
    {
        var gate = new object();
        int waiting = 0, woken = 0, inside = 0;
        bool overlapped = false;
        var threads = Enumerable.Range(0, 40).Select(_ => Go(() =>
        {
            lock (gate)
            {
                waiting++;
                Monitor.Wait(gate);
                overlapped |= ++inside != 1;
                Thread.Yield();
                inside--;
                woken++;
            }
        })).ToList();
        while (true)
        {
            lock (gate)
            {
                if (waiting == 40)
                {
                    Monitor.PulseAll(gate);
                    Thread.Sleep(50);
                    Say("nobody wakes before the lock is free: " + (woken == 0));
                    break;
                }
            }
            Thread.Sleep(1);
        }
        threads.ForEach(t => t.Join());
        Say("woken: " + woken + ", overlapped: " + overlapped);
        return 0;
    }
}
