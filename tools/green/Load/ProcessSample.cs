using System.Globalization;

namespace Green.Load;

/// <summary>CPU time, threads and memory of a process, from /proc; all zero when it is gone.</summary>
internal readonly record struct ProcessSample(double CpuSeconds, int Threads, double RssMb)
{
    // Ticks of /proc/PID/stat; USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    internal static ProcessSample Of(int pid)
    {
        if (pid == 0)
        {
            return default;
        }
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            // The command name may hold blanks and brackets; fields count from the last bracket on (state is field 3).
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double cpu = (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
            int threads = int.Parse(fields[17], CultureInfo.InvariantCulture);
            double rss = long.Parse(fields[21], CultureInfo.InvariantCulture) * (double)Environment.SystemPageSize / (1024 * 1024);
            return new ProcessSample(cpu, threads, rss);
        }
        catch (IOException)
        {
            return default;
        }
    }
}
