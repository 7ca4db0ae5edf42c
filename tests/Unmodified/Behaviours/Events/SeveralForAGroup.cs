/// <summary>Of several that a semaphore is given at once, who waits for it and for more takes one, and the rest goes to those behind it.</summary>
class SeveralForAGroup : Scenario
{
    public override int Run()
    {
        var semaphore = new Semaphore(0, 9);
        var mutex = new Mutex();
        var order = new ConcurrentQueue<string>();
        var threads = new List<Thread>();
        threads.Add(Go(() =>
        {
            WaitHandle.WaitAll(new WaitHandle[] { semaphore, mutex });
            order.Enqueue("all");
            mutex.ReleaseMutex();
        }));
        Settle();
        for (int i = 0; i < 2; i++)
        {
            threads.Add(Go(() =>
            {
                semaphore.WaitOne();
                order.Enqueue("one");
            }));
        }

        Settle();
        semaphore.Release(3);
        Say("all came: " + threads.TrueForAll(t => t.Join(5000)));
        Say(string.Join(" ", order.Order()));
        Say("left: " + semaphore.WaitOne(0));
        return 0;
    }
}
