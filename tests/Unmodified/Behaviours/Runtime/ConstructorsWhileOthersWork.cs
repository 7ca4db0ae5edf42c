class ConstructorsWhileOthersWork : Scenario
{
    // A class constructor waits for a thread that another one, which waits for the same class, must not keep from running.
    static readonly ManualResetEventSlim go = new ManualResetEventSlim();

    public override int Run()
    {
        Thread first = Go(() => Say("first: " + Slow.Value));
        Settle();
        List<Thread> others = Enumerable.Range(0, 5).Select(i => Go(() =>
        {
            if (Slow.Value != 42)
            {
                Say("wrong");
            }
        })).ToList();
        Settle();
        Thread helper = Go(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                Thread.Sleep(1);
            }
            Say("helper lets the constructor go");
            go.Set();
        });
        helper.Join();
        first.Join();
        others.ForEach(t => t.Join());
        Circle();
        Failure();
        return 0;
    }

    // Two that need each other: the runtime lets one see the other unfinished rather than wait for ever.
    static void Circle()
    {
        int sum = 0;
        Thread a = Go(() => Interlocked.Add(ref sum, Left.Value));
        Thread b = Go(() => Interlocked.Add(ref sum, Right.Value));
        a.Join();
        b.Join();
        Say("circle ended " + (sum > 0));
    }

    static void Failure()
    {
        Thread[] threads = Enumerable.Range(0, 3).Select(_ => Go(() =>
        {
            try
            {
                Say(Fails.Value.ToString());
            }
            catch (TypeInitializationException e)
            {
                lock (go)
                {
                    Say(e.TypeName + ": " + e.InnerException.Message);
                }
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Join());
    }

    static class Slow
    {
        public static readonly int Value;

        static Slow()
        {
            go.Wait(TimeSpan.FromSeconds(20));
            Value = 42;
        }
    }

    static class Left
    {
        public static int Value;

        static Left()
        {
            Thread.Sleep(50);
            Value = Right.Value + 1;
        }
    }

    static class Right
    {
        public static int Value;

        static Right()
        {
            Thread.Sleep(50);
            Value = Left.Value + 1;
        }
    }

    static class Fails
    {
        public static readonly int Value = 1;

        static Fails()
        {
            Thread.Sleep(50);
            throw new InvalidOperationException("no value");
        }
    }
}
