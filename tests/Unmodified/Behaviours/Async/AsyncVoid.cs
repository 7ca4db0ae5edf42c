class AsyncVoid : Scenario
{
    public override int Run()
    {
        var done = new CountdownEvent(10);
        var order = new List<int>();
        Go(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                Fire(i, order, done);
            }
            done.Wait();
        }).Join();
        lock (order)
        {
            Say("fired: " + string.Join(" ", order.OrderBy(i => i)));
        }
        return 0;
    }

    static async void Fire(int i, List<int> order, CountdownEvent done)
    {
        await Task.Delay(10);
        Thread.Sleep(1);
        lock (order)
        {
            order.Add(i);
        }
        done.Signal();
    }
}
