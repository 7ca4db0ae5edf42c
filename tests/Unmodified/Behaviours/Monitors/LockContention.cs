class LockContention : Scenario
{
    public override int Run()
    {
        var gate = new object();
        int counter = 0, inside = 0;
        bool overlapped = false;
        var threads = Enumerable.Range(0, 30).Select(i => Go(() =>
        {
            for (int k = 0; k < 200; k++)
            {
                lock (gate)
                {
                    overlapped |= ++inside != 1;
                    int read = counter;
                    if (k % 50 == 0)
                    {
                        Thread.Sleep(0);
                    }
                    counter = read + 1;
                    inside--;
                }
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("counter: " + counter + ", overlapped: " + overlapped);
        return 0;
    }
}
