using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

// Reads of a terminal that is set as serial lines are: by bytes (MIN) and tenths of a second (TIME). Another thread counts meanwhile.
static class Raw
{
    public static int Run(string way)
    {
        string before = Stty("-g");
        try
        {
            using var terminal = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
            switch (way)
            {
                case "raw-timed":
                    // Back after 0.3 s, or with the first byte.
                    Stty("raw -echo min 0 time 3");
                    Say("ready");
                    Say("nothing: " + Counting(() => Read(terminal, 16)));
                    Say("nothing: " + Counting(() => Read(terminal, 16)));
                    Stty("min 0 time 250");
                    Say("long");
                    Say("something: " + Counting(() => Read(terminal, 16)));
                    break;
                case "raw-at-once":
                    Stty("raw -echo min 0 time 0");
                    Say("nothing: " + Read(terminal, 16));
                    Say("ready");
                    Say("something: " + Counting(() =>
                    {
                        string text;
                        while ((text = Read(terminal, 16)) == "<>")
                        {
                            Thread.Sleep(1);
                        }
                        return text;
                    }));
                    break;
                case "raw-together":
                    // The first byte starts a time of 0.5 s in which more have to come.
                    Stty("raw -echo min 4 time 5");
                    Say("ready");
                    Say("one: " + Counting(() => Read(terminal, 4)));
                    Say("second");
                    Say("four: " + Read(terminal, 4));
                    break;
                case "raw-fewer":
                    // Who asks for less than MIN need not wait for that many.
                    Stty("raw -echo min 5 time 0");
                    Say("ready");
                    Say("two: " + Counting(() => Read(terminal, 2)));
                    Say("second");
                    Say("five: " + Counting(() => Read(terminal, 5)));
                    break;
                default:
                    return 64;
            }
            return 0;
        }
        finally
        {
            Stty(before);
        }
    }

    static string Read(FileStream terminal, int count)
    {
        byte[] buffer = new byte[count];
        return "<" + Encoding.ASCII.GetString(buffer, 0, terminal.Read(buffer, 0, count)) + ">";
    }

    // Says, once it has counted, that it has, so that what is waited for is typed only then.
    static string Counting(Func<string> wait)
    {
        int count = 0;
        bool isOver = false;
        var counter = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Thread.Sleep(1);
                if (++count == 10)
                {
                    Console.Write("[counted]");
                }
            }
        });
        counter.Start();
        string text = wait();
        int counted = Volatile.Read(ref count);
        Volatile.Write(ref isOver, true);
        counter.Join();
        return text + (counted >= 10 ? "" : ", and nobody else went on");
    }

    static void Say(string line) => Console.WriteLine(line);

    static string Stty(string settings)
    {
        using Process stty = Process.Start(new ProcessStartInfo("stty", settings) { RedirectStandardOutput = true });
        string text = stty.StandardOutput.ReadToEnd();
        stty.WaitForExit();
        return text.Trim();
    }
}
