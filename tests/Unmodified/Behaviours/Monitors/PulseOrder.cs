class PulseOrder : Scenario
{
    public override int Run()
    {
        var gate = new object();
        var order = new List<int>();
        var threads = new List<Thread>();
        for (int i = 0; i < 6; i++)
        {
            int me = i;
            threads.Add(Go(() =>
            {
                lock (gate)
                {
                    Monitor.Wait(gate);
                    order.Add(me);
                }
            }));
            Thread.Sleep(60);
        }
        for (int i = 0; i < 6; i++)
        {
            lock (gate)
            {
                Monitor.Pulse(gate);
            }
            Thread.Sleep(40);
        }
        threads.ForEach(t => t.Join());
        Say("woken: " + string.Join(" ", order));
        return 0;
    }
}
