// SignalSoak CHILDREN CONNECTIONS
//
// Echoes over sockets, starts children at random and counts signals, until SIGTERM; then says what came, and what is left over.
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

static class Program
{
    static int Main(string[] args)
    {
        int children = int.Parse(args[0]), connections = int.Parse(args[1]);
        int sockets = Descriptors("socket:"), pipes = Descriptors("pipe:");
        long signals = 0;
        using var stop = new ManualResetEventSlim();
        var registrations = new List<PosixSignalRegistration>();
        for (int number = 35; number <= 64; number++)
        {
            registrations.Add(PosixSignalRegistration.Create((PosixSignal)number, c =>
            {
                c.Cancel = true;
                Interlocked.Increment(ref signals);
            }));
        }
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, c =>
        {
            c.Cancel = true;
            stop.Set();
        }));
        var echoes = new Echoes(connections);
        var families = new Families(children);
        Console.WriteLine("ready");
        families.Join();
        Console.WriteLine("children " + families.Started + ", wrong exit codes " + families.Wrong);
        stop.Wait();
        echoes.Stop();
        // Signals that were sent before SIGTERM may still be on their way to their handlers.
        for (long before = -1; before != Interlocked.Read(ref signals);)
        {
            before = Interlocked.Read(ref signals);
            Thread.Sleep(500);
        }
        registrations.ForEach(r => r.Dispose());
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine("signals " + signals);
        Console.WriteLine("echoes went on " + (echoes.Turns > connections) + ", wrong " + echoes.Wrong);
        Console.WriteLine("zombies " + Families.Left("Z") + ", running " + Families.Left("RSD"));
        // The runtime keeps a few pipes for itself.
        int left = Descriptors("pipe:") - pipes;
        Console.WriteLine("sockets left over " + (Descriptors("socket:") - sockets) + ", pipes " + (left > 8 ? left : 0));
        return 0;
    }

    static int Descriptors(string kind)
    {
        int count = 0;
        foreach (string path in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            try
            {
                if (new FileInfo(path).LinkTarget?.StartsWith(kind) == true)
                {
                    count++;
                }
            }
            catch (IOException)
            {
            }
        }
        return count;
    }
}
