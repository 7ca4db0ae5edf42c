class LockTypeLock : Scenario
{
    public override int Run()
    {
        var gate = new Lock();
        int count = 0;
        var threads = Enumerable.Range(0, 20).Select(i => Go(() =>
        {
            for (int k = 0; k < 50; k++)
            {
                lock (gate)
                {
                    int read = count;
                    if (k % 25 == 0)
                    {
                        Thread.Sleep(1);
                    }
                    count = read + 1;
                }
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("count: " + count);
        using (gate.EnterScope())
        {
            Say("held: " + gate.IsHeldByCurrentThread);
            Go(() =>
            {
                Say("try elsewhere: " + gate.TryEnter() + " " + gate.TryEnter(30));
                Outcome("exit elsewhere", () => gate.Exit());
            }).Join();
            Thread t = Go(() => Outcome("interrupted", () => gate.Enter()));
            Settle();
            t.Interrupt();
            t.Join();
        }
        Say("held: " + gate.IsHeldByCurrentThread);
        return 0;
    }
}
