using System.Diagnostics;

sealed class ProcessWaits : Scenario
{
    // Whatever way one thread waits for a child, others go on, one of which the child is waiting for.
    public override int Run()
    {
        Wait("wait", child => child.WaitForExit());
        Wait("wait with a limit", child => Say("limit: " + child.WaitForExit(1) + " " + child.WaitForExit(60_000)));
        Wait("wait for a time span", child => Say("span: " + child.WaitForExit(TimeSpan.FromMilliseconds(1)) + " " + child.WaitForExit(TimeSpan.FromMinutes(1))));
        Wait("wait for ever", child => Say("for ever: " + child.WaitForExit(-1)));
        Wait("task", child => child.WaitForExitAsync().Wait());
        Wait("task given up", child =>
        {
            using var source = new CancellationTokenSource(30);
            Outcome("given up", () => child.WaitForExitAsync(source.Token).GetAwaiter().GetResult());
            child.WaitForExit();
        });
        Wait("event", child =>
        {
            using var exited = new ManualResetEventSlim();
            child.Exited += (sender, _) =>
            {
                Say("exited: " + ((Process)sender).ExitCode);
                exited.Set();
            };
            child.EnableRaisingEvents = true;
            Say("event: " + exited.Wait(60_000));
        });
        Wait("asking", child =>
        {
            while (!child.HasExited)
            {
                Thread.Sleep(1);
            }
        });
        Wait("several", child =>
        {
            Thread[] threads = Enumerable.Range(0, 5).Select(_ => Go(child.WaitForExit)).ToArray();
            using Process same = Process.GetProcessById(child.Id);
            same.WaitForExit();
            Array.ForEach(threads, t => t.Join());
            Say("the same: " + same.HasExited);
        });
        return 0;
    }

    static void Wait(string way, Action<Process> wait)
    {
        using Process child = Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", "read line; exit 7" }) { RedirectStandardInput = true });
        bool worked = false;
        Thread other = Go(() =>
        {
            Settle();
            for (int i = 0; i < 10; i++)
            {
                Thread.Sleep(1);
            }
            worked = true;
            child.StandardInput.WriteLine("go");
        });
        wait(child);
        Say(way + ": others worked " + worked + ", exit code " + child.ExitCode);
        other.Join();
    }
}
