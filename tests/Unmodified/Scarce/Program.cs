using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;

// Starts threads until the system has no more to give, goes on with those there are, and starts new ones when the first have ended.
// To be run with a limit on the number of threads: prlimit --nproc=300 … With an argument: the same about descriptors, or late threads.
static class Program
{
    const int Most = 20000;

    static int s_turns;

    static int Main(string[] args)
    {
        if (args.Length > 0)
        {
            return args[0] == "late" ? LateThreads.Run() : Descriptors.Run();
        }

        // The console starts a thread of its own when it is used first.
        Console.WriteLine("starting as many as there can be");
        int ticks = 0;
        bool end = false;
        var metronome = new Thread(() =>
        {
            while (!Volatile.Read(ref end))
            {
                Thread.Sleep(5);
                Interlocked.Increment(ref ticks);
            }
        });
        metronome.Start();

        // Far more than there may be at a time; but each is over before a few more have been started.
        int shortLives = 0;
        for (int i = 0; i < 1500; i++)
        {
            new Thread(() => Interlocked.Increment(ref shortLives), 256 * 1024).Start();
        }
        while (Volatile.Read(ref shortLives) < 1500)
        {
            Thread.Sleep(1);
        }
        Console.WriteLine("1500 short lives");

        var gate = new object();
        bool go = false;
        var crowd = new List<Thread>();
        string refusal = null;
        while (refusal == null && crowd.Count < Most)
        {
            var thread = new Thread(() =>
            {
                lock (gate)
                {
                    while (!go)
                    {
                        Monitor.Wait(gate);
                    }
                }
                Thread.Sleep(10);
                Interlocked.Increment(ref s_turns);
            }, 256 * 1024);
            try
            {
                thread.Start();
                crowd.Add(thread);
            }
            catch (Exception e)
            {
                refusal = e.GetType().Name;
                Console.WriteLine("the one that was refused: " + thread.ThreadState);
            }
        }
        Console.WriteLine("refused: " + refusal);
        Console.WriteLine("many were started: " + (crowd.Count > 50));

        // Neither is a child to be had.
        try
        {
            Process.Start("/bin/true").Dispose();
            Console.WriteLine("a child was started");
        }
        catch (Win32Exception e)
        {
            Console.WriteLine("no child: " + e.NativeErrorCode);
        }

        // Nobody else is to notice.
        int before = Volatile.Read(ref ticks);
        while (Volatile.Read(ref ticks) < before + 3)
        {
            Thread.Sleep(1);
        }
        Console.WriteLine("the metronome goes on");
        lock (gate)
        {
            go = true;
            Monitor.PulseAll(gate);
        }
        foreach (Thread thread in crowd)
        {
            thread.Join();
        }
        Console.WriteLine("all of them ran: " + (s_turns == crowd.Count));

        // There is room again, although the system may take a moment to count it.
        int again = 0;
        for (int attempt = 0; attempt < 500 && again < 50; attempt++)
        {
            try
            {
                var thread = new Thread(() => Interlocked.Increment(ref s_turns));
                thread.Start();
                thread.Join();
                again++;
            }
            catch (OutOfMemoryException)
            {
                Thread.Sleep(20);
            }
        }
        Console.WriteLine("started again: " + again);
        Volatile.Write(ref end, true);
        metronome.Join();
        return s_turns == crowd.Count + again ? 0 : 1;
    }
}
