class MutexOwnership : Scenario
{
    public override int Run()
    {
        var m = new Mutex(false);
        Go(() =>
        {
            Say("take: " + m.WaitOne());
            Say("take again: " + m.WaitOne(0));
            m.ReleaseMutex();
            Go(() => Say("other: " + m.WaitOne(30))).Join();
            Go(() => Outcome("release by other", () => m.ReleaseMutex())).Join();
            m.ReleaseMutex();
            Outcome("release too many", () => m.ReleaseMutex());
            Go(() =>
            {
                Say("other: " + m.WaitOne(1000));
                m.ReleaseMutex();
            }).Join();
        }).Join();
        int count = 0;
        var threads = Enumerable.Range(0, 10).Select(_ => Go(() =>
        {
            for (int k = 0; k < 10; k++)
            {
                m.WaitOne();
                int read = count;
                Thread.Sleep(0);
                count = read + 1;
                m.ReleaseMutex();
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("count: " + count);
        return 0;
    }
}
