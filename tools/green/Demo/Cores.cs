using System.Diagnostics;
using Green.Interop;

namespace Green.Demo;

/// <summary>Which core the servers get and which the load; equal to null where there is only one, or no way to choose.</summary>
internal sealed record Cores(int Server, int Load)
{
    internal static Cores? Choose()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        int[] allowed = Libc.GetAffinity();
        return allowed.Length >= 2 ? new Cores(allowed[0], allowed[1]) : null;
    }

    /// <summary>Starts a process on one core; null leaves it free.</summary>
    internal static Process Start(ProcessStartInfo info, int? core)
    {
        Process? process = null;
        Exception? failure = null;
        // A child inherits the cores of the thread that forks it, so a thread of its own makes the child pinned from its first instruction, and
        // leaves this process as it was.
        var starter = new Thread(() =>
        {
            try
            {
                if (core is { } c)
                {
                    _ = Libc.SetAffinity(c);
                }
                process = Process.Start(info);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        starter.Start();
        starter.Join();
        return process ?? throw new InvalidOperationException($"cannot start {info.FileName}: {failure?.Message}", failure);
    }
}
