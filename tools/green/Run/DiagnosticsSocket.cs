namespace Green.Run;

/// <summary>
/// The socket on which the runtime listens for diagnostic tools (dotnet-trace, dotnet-stack). Its name is made of the process's id and start time, which
/// execve leaves as they are: the app's runtime would find the name taken by this one's, and do without.
/// </summary>
internal static class DiagnosticsSocket
{
    // The 22nd field of /proc/PID/stat (proc_pid_stat(5)), counted from the one after the name, which is in brackets and may hold blanks.
    private const int StartTime = 22 - 3;

    internal static void Remove()
    {
        try
        {
            string status = File.ReadAllText("/proc/self/stat");
            string started = status[(status.LastIndexOf(')') + 2)..].Split(' ')[StartTime];
            File.Delete(Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-{started}-socket"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The app runs all the same, out of reach of such tools.
        }
    }
}
