using System;
using System.Threading;

// Threads that wait for each other for ever, in several ways, and some that only look as if they did. Ends when its standard input has a line; with an argument
// it has just two, which wait for what nobody does, and never ends.
static class Program
{
    static void Main(string[] args)
    {
        if (args.Length > 0)
        {
            Go("parked", () => Forever());
            Console.WriteLine("all wait");
            new ManualResetEvent(false).WaitOne();
        }
        Monitors();
        Locks();
        JoinAndMonitor();
        Patient();
        Go("parked", () => Forever());
        Thread.Sleep(100);
        Console.WriteLine("all wait");
        Console.ReadLine();
        Console.WriteLine("over");
        Environment.Exit(0);
    }

    static void Monitors()
    {
        object left = new object(), right = new object();
        var both = new Barrier(2);
        Go("monitor 1", () => TakeBoth(left, right, both));
        Go("monitor 2", () => TakeBoth(right, left, both));
    }

    static void TakeBoth(object first, object second, Barrier both)
    {
        lock (first)
        {
            both.SignalAndWait();
            lock (second)
            {
            }
        }
    }

    static void Locks()
    {
        Lock left = new Lock(), right = new Lock();
        var both = new Barrier(2);
        Go("lock 1", () => { lock (left) { both.SignalAndWait(); lock (right) { } } });
        Go("lock 2", () => { lock (right) { both.SignalAndWait(); lock (left) { } } });
    }

    static void JoinAndMonitor()
    {
        var gate = new object();
        var held = new ManualResetEvent(false);
        Thread waiter = Go("waits for the joiner's lock", () => { held.WaitOne(); lock (gate) { } });
        Go("joins", () => { lock (gate) { held.Set(); waiter.Join(); } });
    }

    // A circle that ends by itself.
    static void Patient()
    {
        object left = new object(), right = new object();
        var both = new Barrier(2);
        Go("patient 1", () => { lock (left) { both.SignalAndWait(); Monitor.TryEnter(right, 600_000); } });
        Go("patient 2", () => { lock (right) { both.SignalAndWait(); Monitor.TryEnter(left, 600_000); } });
    }

    static void Forever()
    {
        new ManualResetEventSlim().Wait();
    }

    static Thread Go(string name, Action body)
    {
        var thread = new Thread(() => body()) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }
}
