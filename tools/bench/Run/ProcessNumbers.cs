using System.Globalization;

namespace Bench.Run;

/// <summary>Numbers of a process, from /proc.</summary>
internal static class ProcessNumbers
{
    // Ticks of /proc/PID/stat; USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    internal static double CpuSeconds(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        // The command's name may hold blanks and brackets; fields count from the last bracket on (state is field 3).
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    internal static double RssKib(int pid) => Status(pid, "VmRSS:");

    internal static double Tasks(int pid) => Status(pid, "Threads:");

    /// <summary>Stacks and page tables in the kernel, of all processes: what thousands of OS threads cost beside the memory of their process.</summary>
    internal static double KernelKib() => Value("/proc/meminfo", "KernelStack:") + Value("/proc/meminfo", "PageTables:");

    private static double Status(int pid, string key) => Value($"/proc/{pid}/status", key);

    private static double Value(string file, string key)
    {
        string line = File.ReadLines(file).First(l => l.StartsWith(key, StringComparison.Ordinal));
        return Number(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim());
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
