using System.Diagnostics;

sealed class HandlerThatHangs : Scenario
{
    // What a second Ctrl-C does while the handler of the first hangs, and what then still ends the process.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        if (args.Length > 2)
        {
            return Child(args[2]);
        }
        foreach (string way in new[] { "sleeps", "spins", "exits-second-time" })
        {
            using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath)
            {
                ArgumentList = { typeof(Scenario).Assembly.Location, "handler-that-hangs", way },
                RedirectStandardOutput = true,
            });
            Say(way + ": " + child.StandardOutput.ReadLine());
            Kill(child.Id, Int);
            Say(way + ": " + child.StandardOutput.ReadLine());
            Kill(child.Id, Int);
            Say(way + ": " + child.StandardOutput.ReadLine());
            if (way != "exits-second-time")
            {
                Say(way + " ended: " + child.WaitForExit(300));
                Kill(child.Id, Term);
            }
            Say(way + " ended: " + child.WaitForExit(30_000) + " " + child.ExitCode);
        }
        return 0;
    }

    static int Child(string way)
    {
        int presses = 0;
        Console.CancelKeyPress += (_, e) =>
        {
            int press = Interlocked.Increment(ref presses);
            Say("press " + press);
            if (way == "exits-second-time" && press == 2)
            {
                Environment.Exit(35);
            }
            while (way == "spins")
            {
            }
            Thread.Sleep(-1);
        };
        Say("ready");
        Thread.Sleep(60_000);
        return 1;
    }
}
