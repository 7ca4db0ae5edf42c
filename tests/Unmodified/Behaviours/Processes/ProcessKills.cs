using System.Diagnostics;

sealed class ProcessKills : Scenario
{
    // One is killed, or all that it has started.
    public override int Run()
    {
        using (Process child = Process.Start("sleep", "1000"))
        {
            Thread waiter = Go(child.WaitForExit);
            Settle();
            child.Kill();
            waiter.Join();
            Say("killed: " + child.ExitCode);
            child.Kill();
            child.Kill(true);
            Say("again: nothing happens");
        }
        using (Process child = Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", "sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & echo $!; wait" })
        {
            RedirectStandardOutput = true,
        }))
        {
            int[] ids = { Id(child), Id(child), Id(child) };
            List<Process> descendants = ids.Select(Process.GetProcessById).ToList();
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            Say("tree: " + child.ExitCode);
            foreach (Process descendant in descendants)
            {
                Say("gone: " + descendant.WaitForExit(30_000));
                Outcome("code of one that is not ours", () => Say(descendant.ExitCode.ToString()));
                descendant.Dispose();
            }
        }
        return 0;
    }

    static int Id(Process child) => int.Parse(child.StandardOutput.ReadLine());
}
