using System.Diagnostics;

class ConsoleOnTerminal : Scenario
{
    // The same on a terminal, which "script" makes: waiting for a key or a line there stops nobody else, nor does a terminal that takes no more.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        if (args.Length > 2)
        {
            return Child(args[2]);
        }
        Type("key", "k");
        Type("line", "a line\r");
        Type("read", "b\r");
        Drain();
        return 0;
    }

    static void Type(string way, string keys)
    {
        using Process terminal = Terminal(way);
        Say(way + ": " + Until(terminal, "done]"));
        terminal.StandardInput.Write(keys);
        terminal.StandardInput.Flush();
        Say(way + ": " + Until(terminal, "end]"));
        terminal.StandardInput.Close();
        terminal.WaitForExit();
        Say(way + ": exit code " + terminal.ExitCode);
    }

    // Nobody reads what the terminal shows until the work is done.
    static void Drain()
    {
        using Process terminal = Terminal("write");
        terminal.StandardInput.Close();
        string mark = Mark(terminal.Id);
        for (int i = 0; i < 3000 && !File.Exists(mark); i++)
        {
            Thread.Sleep(10);
        }
        Say("write: work done " + File.Exists(mark));
        string all = terminal.StandardOutput.ReadToEnd();
        terminal.WaitForExit();
        File.Delete(mark);
        Say("write: " + all.Split('\n').Count(l => l.StartsWith("this is line ")) + " lines, exit code " + terminal.ExitCode);
    }

    static string Mark(int id) => Path.Combine(Path.GetTempPath(), "behaviours-terminal-" + id);

    static Process Terminal(string way)
    {
        var info = new ProcessStartInfo("script")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string command = "TERMINAL=$PPID exec " + Environment.ProcessPath + " " + typeof(Scenario).Assembly.Location + " console-on-terminal " + way;
        foreach (string argument in new[] { "-qefc", command, "/dev/null" })
        {
            info.ArgumentList.Add(argument);
        }
        info.Environment["TERM"] = "dumb";
        return Process.Start(info);
    }

    // What comes up to a mark, between brackets.
    static string Until(Process terminal, string mark)
    {
        var text = new StringBuilder();
        Task<bool> read = Task.Run(() =>
        {
            int c;
            while (!text.ToString().EndsWith(mark) && (c = terminal.StandardOutput.Read()) >= 0)
            {
                text.Append((char)c);
            }
            return text.ToString().EndsWith(mark);
        });
        if (!read.Wait(TimeSpan.FromSeconds(30)) || !read.Result)
        {
            return "nothing came";
        }
        string all = text.ToString();
        return all.Substring(all.LastIndexOf('[') + 1).TrimEnd(']');
    }

    static int Child(string way)
    {
        Go(() =>
        {
            Settle();
            for (int i = 0; i < 20; i++)
            {
                Thread.Sleep(1);
            }
            if (way == "write")
            {
                File.WriteAllText(Mark(int.Parse(Environment.GetEnvironmentVariable("TERMINAL"))), "");
            }
            else
            {
                Console.Write("[work done]");
            }
        });
        switch (way)
        {
            case "key":
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                Console.Write("[" + key.KeyChar + " " + key.Key + " end]");
                break;
            case "line":
                Console.Write("[" + Console.ReadLine() + " end]");
                break;
            case "read":
                Console.Write("[" + (char)Console.Read() + " end]");
                break;
            default:
                for (int i = 0; i < 20000; i++)
                {
                    Console.WriteLine("this is line " + i);
                }
                break;
        }
        return 0;
    }
}
