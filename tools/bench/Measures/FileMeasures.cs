using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Shim;

namespace Bench.Measures;

/// <summary>
/// Small reads that the page cache serves, alternately on a green thread and on a native one, which takes the framework's own way.
/// </summary>
internal static class FileMeasures
{
    private const string Prefix = "read-";
    private const int Rounds = 25;
    private const int Reads = 20_000;

    internal static bool Has(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns>How many times a stock read's time one on a green thread takes; the best of all rounds on either side.</returns>
    internal static double Run(string name)
    {
        int size = int.Parse(name.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture);
        GreenShim.PatchAll();
        string path = Path.Combine(AppContext.BaseDirectory, $"read-{Environment.ProcessId}");
        File.WriteAllBytes(path, new byte[1 << 20]);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] buffer = new byte[size];
            double green = double.MaxValue, native = double.MaxValue;
            for (int i = 0; i < Rounds; i++)
            {
                green = Math.Min(green, OnGreen(file, buffer));
                native = Math.Min(native, Task.Run(() => Time(file, buffer)).Result);
            }
            return green / native;
        }
        finally
        {
            File.Delete(path);
        }
    }

    // A thread of this assembly's becomes green; those of the pool do not.
    private static double OnGreen(SafeFileHandle file, byte[] buffer)
    {
        double time = 0;
        var thread = new Thread(() => time = Time(file, buffer));
        thread.Start();
        thread.Join();
        return time;
    }

    private static double Time(SafeFileHandle file, byte[] buffer)
    {
        long from = Stopwatch.GetTimestamp();
        for (int i = 0; i < Reads; i++)
        {
            _ = RandomAccess.Read(file, buffer, (i & 15) * 4096);
        }
        return Stopwatch.GetElapsedTime(from).TotalNanoseconds / Reads;
    }
}
