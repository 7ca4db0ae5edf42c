namespace DetourHost;

/// <summary>Exceptions and constant collections while threads run through trampolines: neither may ever see the moved instructions.</summary>
internal static unsafe class Storm
{
    private const int Threads = 8;
    private static delegate*<int, void> s_sleep;
    private static delegate*<object, int, string> s_greet;
    private static long s_calls;

    internal static int Run(string[] args)
    {
        var rounds = int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);
        var engine = Engine.Open();
        s_sleep = (delegate*<int, void>)engine.Patch(typeof(Thread).Method("Sleep", typeof(int)), (Action<int>)Sleep, needsOriginal: true).Original;
        s_greet = (delegate*<object, int, string>)engine.Patch(
            typeof(Storm).Method(nameof(Greet), typeof(object), typeof(int)), (Func<object, int, string>)GreetReplacement, needsOriginal: true).Original;

        var stop = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            }
        });
        collector.Start();
        var threads = new Thread[Threads];
        for (var i = 0; i < Threads; i++)
        {
            threads[i] = new Thread(() => Work(rounds));
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Volatile.Write(ref stop, true);
        collector.Join();
        Engine.Require(s_calls >= 3L * rounds * Threads, $"{s_calls} calls");
        Console.WriteLine($"calls {s_calls} collections {GC.CollectionCount(2)}");
        return 0;
    }

    private static void Work(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            Thread.Sleep(0);
            Engine.Require(Greet(new string('x', 20), i) == $"{new string('x', 20)}{i}", "arguments survive a collection");
            try
            {
                Thread.Sleep(-5);
                Engine.Require(false, "the original's exception is missing");
            }
            catch (ArgumentOutOfRangeException e)
            {
                Engine.Require(e.StackTrace!.Contains("System.Threading.Thread.Sleep", StringComparison.Ordinal), e.StackTrace);
            }

            try
            {
                Greet(null!, i);
                Engine.Require(false, "the null reference is missing");
            }
            catch (NullReferenceException)
            {
                // Raised by hardware inside the original's body.
            }
        }
    }

    private static void Sleep(int milliseconds)
    {
        Interlocked.Increment(ref s_calls);
        s_sleep(milliseconds);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static string Greet(object name, int number)
    {
        var garbage = new byte[64];
        GC.KeepAlive(garbage);
        return name.ToString() + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string GreetReplacement(object name, int number)
    {
        Interlocked.Increment(ref s_calls);
        return s_greet(name, number);
    }
}
