using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

// Nothing can be opened any more, not even what the runtime would load: whoever waits for long does not need it.
static class Descriptors
{
    const int NumberOfFiles = 7; // RLIMIT_NOFILE

    public static int Run()
    {
        // The console takes descriptors when it is used first.
        Console.WriteLine("opening as many as there can be");
        object gate = new object();
        bool held = false;
        var holder = new Thread(() =>
        {
            lock (gate)
            {
                Volatile.Write(ref held, true);
                Thread.Sleep(2500);
            }
        });
        holder.Start();
        var sleeper = new Thread(() => Thread.Sleep(2500));
        sleeper.Start();
        bool go = false, joined = false;
        var joiner = new Thread(() =>
        {
            while (!Volatile.Read(ref go))
            {
                Thread.Sleep(1);
            }
            sleeper.Join();
            joined = true;
        });
        joiner.Start();
        while (!Volatile.Read(ref held))
        {
            Thread.Sleep(1);
        }

        var files = new List<SafeFileHandle>();
        setrlimit(NumberOfFiles, new long[] { 256, 256 });
        try
        {
            while (true)
            {
                files.Add(File.OpenHandle("/dev/null"));
            }
        }
        catch (IOException)
        {
            Console.WriteLine("nothing can be opened any more: " + (files.Count < 256));
        }

        Volatile.Write(ref go, true);
        lock (gate)
        {
            Console.WriteLine("entered");
        }
        joiner.Join();
        Console.WriteLine("joined: " + joined);
        foreach (SafeFileHandle file in files)
        {
            file.Dispose();
        }
        holder.Join();
        return 0;
    }

    [DllImport("libc")]
    static extern int setrlimit(int resource, long[] limits);
}
