/// <summary>Who starts one thread after the other, and waits for nothing, does not keep those from running that it has started.</summary>
class StartsInALoop : Scenario
{
    public override int Run()
    {
        int ran = 0;
        var threads = new List<Thread>();
        while (Volatile.Read(ref ran) < 10 && threads.Count < 100)
        {
            threads.Add(Go(() => Interlocked.Increment(ref ran)));
        }
        Say("ten ran meanwhile: " + (Volatile.Read(ref ran) >= 10));
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Say("all ran: " + (ran == threads.Count));
        return 0;
    }
}
