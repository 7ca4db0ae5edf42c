class ExceptionsInThreads : Scenario
{
    public override int Run()
    {
        int caught = 0, filtered = 0, finallies = 0;
        var threads = Enumerable.Range(0, 20).Select(i => Go(() =>
        {
            for (int k = 0; k < 20; k++)
            {
                try
                {
                    try
                    {
                        Thread.Sleep(k % 2);
                        object o = null;
                        if (k % 3 == 0)
                        {
                            o.ToString();
                        }
                        throw new InvalidOperationException("k" + k);
                    }
                    finally
                    {
                        Thread.Sleep(0);
                        Interlocked.Increment(ref finallies);
                    }
                }
                catch (NullReferenceException)
                {
                    Interlocked.Increment(ref caught);
                }
                catch (InvalidOperationException e) when (Filter(e))
                {
                    Interlocked.Increment(ref filtered);
                }
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("caught " + caught + ", filtered " + filtered + ", finally " + finallies);
        return 0;
    }

    static bool Filter(Exception e)
    {
        Thread.Sleep(0);
        return e.Message.StartsWith("k");
    }
}
