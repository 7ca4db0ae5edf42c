class LockTypeHeldAsleep : Scenario
{
    // Whoever has the lock waits with it, and others come anew meanwhile.
    public override int Run()
    {
        var gate = new Lock();
        int inside = 0, intruders = 0, entered = 0;
        var threads = new List<Thread>();
        for (int i = 0; i < 20; i++)
        {
            threads.Add(Go(() =>
            {
                for (int k = 0; k < 5; k++)
                {
                    lock (gate)
                    {
                        intruders += inside++ == 0 ? 0 : 1;
                        entered++;
                        Thread.Sleep(1);
                        inside--;
                    }
                    Thread.Sleep(2);
                }
            }));
        }
        threads.ForEach(t => t.Join());
        Say("entered: " + entered + ", intruders: " + intruders);
        return 0;
    }
}
