using System.Diagnostics;

sealed class ProcessesByTheHundred : Scenario
{
    // Many children of many threads: each tells its own exit code to the one who started it, and leaves nothing behind.
    public override int Run()
    {
        const int Threads = 20, Each = 10;
        int wrong = 0;
        Thread[] threads = Enumerable.Range(0, Threads).Select(t => Go(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                int code = (t * Each + i) % 256;
                using Process child = Process.Start("/bin/sh", new[] { "-c", i % 3 == 2 ? "kill -KILL $$" : "exit " + code });
                child.WaitForExit();
                if (child.ExitCode != (i % 3 == 2 ? 137 : code))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Join());
        Say("wrong: " + wrong + ", zombies: " + Zombies());
        return 0;
    }

    static int Zombies()
    {
        int count = 0;
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                string stat = int.TryParse(Path.GetFileName(folder), out _) ? File.ReadAllText(folder + "/stat") : "";
                string[] fields = stat.Substring(stat.LastIndexOf(')') + 1).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 1 && fields[0] == "Z" && fields[1] == Environment.ProcessId.ToString())
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
