class ProcessorsOfThreads : Scenario
{
    public override int Run()
    {
        var inner = new List<Thread>();
        var threads = Enumerable.Range(0, 20).Select(i => Go(() =>
        {
            Thread t = Go(() => Thread.Sleep(300));
            lock (inner)
            {
                inner.Add(t);
            }
            Thread.Sleep(200);
        })).ToList();
        Thread.Sleep(100);
        Say("different sets of processors: " + Allowed().Distinct().Count());
        Say("all that the process has: " + (Allowed().First() == Line("/proc/self/status")));
        threads.ForEach(t => t.Join());
        inner.ForEach(t => t.Join());
        return 0;
    }

    static List<string> Allowed()
    {
        var lines = new List<string>();
        foreach (string task in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                lines.Add(Line(task + "/status"));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        return lines;
    }

    static string Line(string file)
    {
        return File.ReadLines(file).First(l => l.StartsWith("Cpus_allowed_list"));
    }
}
