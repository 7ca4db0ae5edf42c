using System.Diagnostics;

namespace Unmodified.Tests;

/// <summary>A limit on the number of threads for a process that a test starts.</summary>
internal static class ThreadLimit
{
    /// <summary>Has the process start with a limit.</summary>
    /// <param name="start">The process.</param>
    /// <param name="most">How many threads it may have, more or less.</param>
    /// <param name="user">A user of no other process, whose threads alone count: the superuser's are not limited. Others run it themselves, and theirs count.</param>
    internal static void Set(ProcessStartInfo start, int most, int user)
    {
        // It may read what the superuser may.
        string[] anotherUser = ["setpriv", $"--reuid={user}", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
        string[] limit = ["prlimit", $"--nproc={(Environment.IsPrivilegedProcess ? most : OwnThreads() + most)}"];
        string[] command = [.. Environment.IsPrivilegedProcess ? anotherUser : [], .. limit, start.FileName, .. start.ArgumentList];
        start.FileName = command[0];
        start.ArgumentList.Clear();
        foreach (string word in command[1..])
        {
            start.ArgumentList.Add(word);
        }
    }

    private static int OwnThreads() =>
        Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)).Sum(d =>
        {
            try
            {
                string[] status = File.ReadAllLines(d + "/status");
                bool isOwn = status.First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1] == UserId();
                return isOwn ? int.Parse(status.First(l => l.StartsWith("Threads:", StringComparison.Ordinal)).AsSpan(8)) : 0;
            }
            catch (IOException)
            {
                return 0; // gone meanwhile
            }
        });

    private static string UserId() => File.ReadAllLines("/proc/self/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];
}
