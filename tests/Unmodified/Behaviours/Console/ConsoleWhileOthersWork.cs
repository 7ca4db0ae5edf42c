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
            return args[2] == "write" ? Write() : Read(args[2]);
        }
        foreach (string way in new[] { "readline", "read", "readtoend", "in-readline", "stream" })
        {
            Feed(way);
        }
        Drain();
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

    static void Drain()
    {
        using Process child = Child("write");
        Say("write: " + NextLine(child.StandardError));
        string text = child.StandardOutput.ReadToEnd();
        Say("write: " + text.Length + " " + text.TrimEnd().EndsWith("line 19999"));
        child.WaitForExit();
        Say("write: exit code " + child.ExitCode);
    }

    static Process Child(string way) => Process.Start(new ProcessStartInfo(Environment.ProcessPath)
    {
        ArgumentList = { typeof(Scenario).Assembly.Location, "console-while-others-work", way },
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

    static int Write()
    {
        Go(Work);
        for (int i = 0; i < 20000; i++)
        {
            Say("this is line " + i);
        }
        return 0;
    }
}
