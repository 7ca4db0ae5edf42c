using System.Diagnostics;

sealed class ProcessStreams : Scenario
{
    // What a child says comes whole and in order, and what it is told gets there, by all ways to read and write.
    public override int Run()
    {
        using (Process child = Start("i=0; while [ $i -lt 2000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done"))
        {
            var output = new List<string>();
            var error = new List<string>();
            child.OutputDataReceived += (_, e) => output.Add(e.Data);
            child.ErrorDataReceived += (_, e) => error.Add(e.Data);
            child.BeginOutputReadLine();
            child.BeginErrorReadLine();
            child.WaitForExit();
            Say("events: " + output.Count + " " + error.Count + ", in order: " +
                (output.Take(2000).SequenceEqual(Enumerable.Range(0, 2000).Select(i => "out " + i)) && error.Take(2000).SequenceEqual(Enumerable.Range(0, 2000).Select(i => "err " + i))) +
                ", then the end: " + (output[^1] is null && error[^1] is null));
        }
        using (Process child = Start("cat; echo over >&2"))
        {
            string text = string.Concat(Enumerable.Range(0, 50_000).Select(i => "line " + i + "\n"));
            Thread writer = Go(() =>
            {
                child.StandardInput.Write(text);
                child.StandardInput.Close();
            });
            Say("echo: " + (child.StandardOutput.ReadToEnd() == text));
            writer.Join();
            child.WaitForExit();
            Say("error: " + child.StandardError.ReadToEnd().Trim());
        }
        using (Process child = Start("while read line; do echo \"<$line>\"; done; exit 3"))
        {
            for (int i = 0; i < 20; i++)
            {
                child.StandardInput.WriteLine("turn " + i);
                if (child.StandardOutput.ReadLine() != "<turn " + i + ">")
                {
                    Say("wrong answer");
                }
            }
            child.StandardInput.Close();
            child.WaitForExit();
            Say("conversation: " + child.ExitCode);
        }
        using (Process child = Start("exec >&-; read line; exit 4"))
        {
            Say("closed: " + child.StandardOutput.ReadToEnd().Length + ", runs: " + !child.HasExited);
            child.StandardInput.Close();
            child.WaitForExit();
            Outcome("deaf", () => child.StandardInput.Write("x"));
            Say("ended: " + child.ExitCode);
        }
        using (Process child = Start("cat"))
        {
            Task<string> all = child.StandardOutput.ReadToEndAsync();
            child.StandardInput.Write("by a task");
            child.StandardInput.Close();
            Say(all.Result);
            child.WaitForExit();
        }
        return 0;
    }

    static Process Start(string script) => Process.Start(new ProcessStartInfo("/bin/sh", new[] { "-c", script })
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    });
}
