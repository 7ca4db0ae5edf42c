using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

// Threads that each have one child after the other, some with output, some of which are killed.
sealed class Families
{
    const int Parents = 8;

    readonly Thread[] threads = new Thread[Parents];
    readonly int children;
    int started;
    int wrong;

    public Families(int children)
    {
        this.children = children;
        for (int i = 0; i < Parents; i++)
        {
            int me = i;
            threads[i] = new Thread(() => Live(new Random(me)));
            threads[i].Start();
        }
    }

    public int Started => children;

    public int Wrong => wrong;

    public void Join()
    {
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    // Children of this process in any of these states.
    public static int Left(string states)
    {
        int count = 0;
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                string stat = int.TryParse(Path.GetFileName(folder), out _) ? File.ReadAllText(folder + "/stat") : "";
                string[] fields = stat.Substring(stat.LastIndexOf(')') + 1).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 1 && states.Contains(fields[0]) && fields[1] == Environment.ProcessId.ToString())
                {
                    count++;
                }
            }
            catch (IOException)
            {
            }
        }
        return count;
    }

    void Live(Random random)
    {
        for (int number; (number = Interlocked.Increment(ref started)) <= children;)
        {
            int code = number % 256;
            bool right = random.Next(4) switch
            {
                0 => Ends(code),
                1 => Kills(),
                2 => Says(number, code),
                _ => EndsByItself(random.Next(1, 30)),
            };
            if (!right)
            {
                Interlocked.Increment(ref wrong);
            }
            Thread.Sleep(random.Next(3));
        }
    }

    static bool Ends(int code)
    {
        using Process child = Process.Start("/bin/sh", new[] { "-c", "exit " + code });
        child.WaitForExit();
        return child.ExitCode == code;
    }

    static bool Kills()
    {
        using Process child = Process.Start("/bin/sleep", new[] { "1000" });
        child.Kill();
        return child.WaitForExit(60_000) && child.ExitCode == 137;
    }

    static bool Says(int number, int code)
    {
        using Process child = Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", "read line; echo \"$line again\"; exit " + code })
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
        child.StandardInput.WriteLine(number);
        string said = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return said == number + " again\n" && child.ExitCode == code;
    }

    static bool EndsByItself(int milliseconds)
    {
        using var exited = new ManualResetEventSlim();
        using Process child = Process.Start("/bin/sleep", new[] { "0.0" + milliseconds.ToString("00") });
        child.Exited += (_, _) => exited.Set();
        child.EnableRaisingEvents = true;
        return exited.Wait(60_000) && child.ExitCode == 0;
    }
}
