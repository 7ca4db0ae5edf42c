class SleepOrder : Scenario
{
    public override int Run()
    {
        var order = new List<int>();
        var threads = new List<Thread>();
        foreach (int ms in new[] { 400, 100, 300, 200, 0 })
        {
            int mine = ms;
            threads.Add(Go(() =>
            {
                Thread.Sleep(mine);
                lock (order)
                {
                    order.Add(mine);
                }
            }));
        }
        threads.ForEach(t => t.Join());
        Say("woke: " + string.Join(" ", order));
        return 0;
    }
}
