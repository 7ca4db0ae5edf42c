using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

class ConsoleWhileOthersWork : Scenario
{
    // Whatever way one thread waits for the console, another gets its work done; only then does the console move.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        if (args.Length > 2)
        {
            return args[2].StartsWith("write") ? Write(args[2]) : Read(args[2]);
        }
        foreach (string way in new[] { "readline", "read", "readtoend", "in-readline", "stream" })
        {
            Feed(way);
        }
        foreach (string way in new[] { "write", "write-nonblocking", "write-nonblocking-later", "write-nonblocking-first" })
        {
            Drain(way);
        }
        DrainFifo();
        return 0;
    }

    static void Feed(string way)
    {
        using Process child = Child(way);
        Say(way + ": " + NextLine(child.StandardError));
        child.StandardInput.Write("some text\n");
        child.StandardInput.Close();
        Say(way + ": " + NextLine(child.StandardOutput));
        child.WaitForExit();
        Say(way + ": exit code " + child.ExitCode);
    }

    static void Drain(string way)
    {
        using Process child = Child(way);
        Drain(way, child, child.StandardOutput);
    }

    static void DrainFifo()
    {
        string path = Path.Combine(Path.GetTempPath(), "behaviours-console-" + Environment.ProcessId + ".fifo");
        using Process child = Child("write-nonblocking", "mkfifo \"$0\"; exec \"$@\" >\"$0\"", path);
        while (!File.Exists(path))
        {
            Thread.Sleep(5);
        }
        using (var fifo = new StreamReader(path))
        {
            Drain("write to a FIFO", child, fifo);
        }
        File.Delete(path);
    }

    static void Drain(string way, Process child, StreamReader output)
    {
        Say(way + ": " + NextLine(child.StandardError));
        string text = output.ReadToEnd();
        Say(way + ": " + text.Length + " " + text.TrimEnd().EndsWith("line 19999"));
        child.WaitForExit();
        Say(way + ": exit code " + child.ExitCode);
    }

    // Perhaps by a shell, which gets a script and what is $0 for it.
    static Process Child(string way, params string[] shell) => Process.Start(new ProcessStartInfo(
        shell.Length > 0 ? "/bin/sh" : Environment.ProcessPath,
        [
            .. shell.Length > 0 ? ["-c", .. shell, Environment.ProcessPath] : Array.Empty<string>(),
            typeof(Scenario).Assembly.Location, "console-while-others-work", way,
        ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    });

    static string NextLine(StreamReader from)
    {
        Task<string> line = from.ReadLineAsync();
        return line.Wait(TimeSpan.FromSeconds(30)) ? line.Result : "nothing came";
    }

    static void Work()
    {
        Settle();
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(1);
        }
        // Not Console.Error: whoever writes to the console holds its lock, even while the other stream is full.
        using var error = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write);
        error.Write("the work is done\n"u8);
    }

    static int Read(string way)
    {
        Go(Work);
        string text = way switch
        {
            "readline" => Console.ReadLine(),
            "read" => ((char)Console.Read()).ToString(),
            "readtoend" => Console.In.ReadToEnd(),
            "in-readline" => Console.In.ReadLine(),
            _ => ReadStream(),
        };
        Say("[" + text.TrimEnd() + "]");
        return 0;
    }

    static string ReadStream()
    {
        byte[] buffer = new byte[100];
        using Stream input = Console.OpenStandardInput();
        int count = input.Read(buffer, 0, buffer.Length);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    // Whoever shares the open file may set and clear its flag at any time.
    static int Write(string way)
    {
        if (way is "write-nonblocking" or "write-nonblocking-first")
        {
            SetFlags(1, GetFlags(1) | NonBlocking);
        }
        Go(Work);
        for (int i = 0; i < 20000; i++)
        {
            if (i == 1 && way != "write-nonblocking")
            {
                SetFlags(1, way == "write-nonblocking-later" ? GetFlags(1) | NonBlocking : GetFlags(1) & ~NonBlocking);
            }
            Say("this is line " + i);
        }
        return 0;
    }
}
