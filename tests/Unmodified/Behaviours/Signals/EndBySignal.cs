using System.Diagnostics;
using System.Runtime.InteropServices;

sealed class EndBySignal : Scenario
{
    // What becomes of a process that gets a signal: with no handler, with one that lets it pass, with one that ends the process in its own way.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        if (args.Length > 2)
        {
            return Child(args[2], int.Parse(args[3]));
        }
        var cases = new List<(string Way, int Signal)>();
        foreach (int signal in new[] { Hup, Int, Quit, Usr1, Term, 14, 40 })
        {
            cases.Add(("pass", signal));
        }
        cases.AddRange(new[] { ("none", Int), ("none", Term), ("none", Usr1), ("exit", Term), ("return", Int), ("removed", Int), ("key-pass", Int), ("key-pass", Quit) });
        var said = new string[cases.Count];
        var slots = new SemaphoreSlim(4);
        List<Thread> threads = Enumerable.Range(0, said.Length).Select(i => Go(() =>
        {
            slots.Wait();
            said[i] = Watch(cases[i].Way, cases[i].Signal);
            slots.Release();
        })).ToList();
        threads.ForEach(t => t.Join());
        Array.ForEach(said, Say);
        return 0;
    }

    static string Watch(string way, int signal)
    {
        using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath)
        {
            ArgumentList = { typeof(Scenario).Assembly.Location, "end-by-signal", way, signal.ToString() },
            RedirectStandardOutput = true,
        });
        string output = child.StandardOutput.ReadToEnd().TrimEnd().Replace("\n", ", ");
        child.WaitForExit();
        return way + " " + signal + ": [" + output + "] and exit code " + child.ExitCode;
    }

    static int Child(string way, int signal)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("ProcessExit");
        using var stopped = new ManualResetEventSlim();
        PosixSignalRegistration registration = null;
        ConsoleCancelEventHandler pressed = (_, e) => Say("key " + e.SpecialKey);
        switch (way)
        {
            case "pass":
                registration = PosixSignalRegistration.Create((PosixSignal)signal, c => Say("handler of " + c.Signal));
                break;
            case "exit":
                registration = PosixSignalRegistration.Create((PosixSignal)signal, _ => Environment.Exit(33));
                break;
            case "return":
                registration = PosixSignalRegistration.Create((PosixSignal)signal, c => { c.Cancel = true; stopped.Set(); });
                break;
            case "key-pass":
                Console.CancelKeyPress += pressed;
                break;
            case "removed":
                Console.CancelKeyPress += pressed;
                Console.CancelKeyPress -= pressed;
                break;
        }
        // A thread that waits in a finally block, and is not waited for.
        new Thread(() =>
        {
            try
            {
                Thread.Sleep(-1);
            }
            finally
            {
                Say("finally");
            }
        })
        { IsBackground = true }.Start();
        Go(() => { Settle(); Raise(signal); });
        if (stopped.Wait(30_000))
        {
            Say("stopped");
            return 34;
        }
        GC.KeepAlive(registration);
        return 1;
    }
}
