using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

// Results, as lines of "name value".
static class Say
{
    public static void Value(string name, double value) => Console.WriteLine(name + " " + value.ToString("R"));

    static PosixSignalRegistration s_term;

    public static TcpListener Listening()
    {
        s_term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1024);
        Console.WriteLine("listening on " + ((IPEndPoint)listener.LocalEndpoint).Port);
        return listener;
    }

    public static void Percentiles(string name, double[] values, int count)
    {
        Array.Sort(values, 0, count);
        Value(name + " p50", values[count / 2]);
        Value(name + " p99", values[(int)(count * 0.99)]);
        Value(name + " max", values[count - 1]);
    }

    public static double CpuSeconds()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime.TotalSeconds;
    }

    // The most memory that the process had at once.
    public static double PeakMiB()
    {
        foreach (string line in File.ReadAllLines("/proc/self/status"))
        {
            if (line.StartsWith("VmHWM:"))
            {
                return int.Parse(line.Substring(6).Replace("kB", "").Trim()) / 1024.0;
            }
        }
        return 0;
    }
}
