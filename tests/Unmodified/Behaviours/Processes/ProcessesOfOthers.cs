using System.Diagnostics;

sealed class ProcessesOfOthers : Scenario
{
    // The end of a process that somebody else has started is waited for, and others go on meanwhile.
    public override int Run()
    {
        foreach (string way in new[] { "wait", "limit", "event", "task" })
        {
            using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", "sleep 1000 & echo $!; wait $!; exit 9" }) { RedirectStandardOutput = true });
            int id = int.Parse(shell.StandardOutput.ReadLine());
            using Process other = Process.GetProcessById(id);
            int turns = 0;
            Thread killer = Go(() =>
            {
                Settle();
                for (int i = 0; i < 10; i++)
                {
                    Thread.Sleep(1);
                    turns++;
                }
                Kill(id, 15);
            });
            Say(way + ": " + other.HasExited);
            switch (way)
            {
                case "wait":
                    other.WaitForExit();
                    break;
                case "limit":
                    Say("limit: " + other.WaitForExit(0) + " " + other.WaitForExit(20) + " " + other.WaitForExit(60_000));
                    break;
                case "event":
                    using (var exited = new ManualResetEventSlim())
                    {
                        other.Exited += (_, _) => exited.Set();
                        other.EnableRaisingEvents = true;
                        Say("event: " + exited.Wait(60_000));
                    }
                    break;
                default:
                    Say("task: " + other.WaitForExitAsync().Wait(60_000));
                    break;
            }
            Say(way + ": turns of others " + turns);
            killer.Join();
            shell.WaitForExit();
            Say(way + ": the shell's exit code " + shell.ExitCode);
        }
        Outcome("nobody", () => Process.GetProcessById(int.MaxValue));
        return 0;
    }
}
