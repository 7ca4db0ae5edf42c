using System.Diagnostics;
using System.IO.Pipes;

static class PipeWaits
{
    public static Wait AnonymousPipeRead()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.Out);
        var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        return new Wait(() => new StreamReader(client).ReadLine(), () => server.Write("through a pipe\n"u8));
    }

    public static Wait AnonymousPipeWrite()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.Out);
        var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        return new Wait(() => { server.Write(new byte[300_000]); server.Dispose(); return "written"; }, () => client.CopyTo(Stream.Null));
    }

    public static Wait NamedPipeServerWaitForConnection()
    {
        string name = "waits-" + Guid.NewGuid().ToString("N");
        var server = new NamedPipeServerStream(name);
        return new Wait(
            () => { server.WaitForConnection(); return "byte " + server.ReadByte(); },
            () => { var client = new NamedPipeClientStream(name); client.Connect(); client.WriteByte(9); });
    }

    public static Wait NamedPipeClientConnect()
    {
        string name = "waits-" + Guid.NewGuid().ToString("N");
        return new Wait(
            () => { var client = new NamedPipeClientStream(name); client.Connect(20_000); return "connected " + client.IsConnected; },
            () => new NamedPipeServerStream(name).WaitForConnection());
    }

    public static Wait ProcessWaitForExit()
    {
        Process process = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true });
        return new Wait(() => { process.WaitForExit(); return "exit code " + process.ExitCode; }, process.StandardInput.Close);
    }

    public static Wait ProcessWaitForExitWithTimeout()
    {
        Process process = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true });
        return new Wait(() => process.WaitForExit(10) + " " + process.WaitForExit(20_000), process.StandardInput.Close);
    }

    public static Wait ProcessReadToEnd()
    {
        Process process = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true, RedirectStandardOutput = true });
        return new Wait(
            () => { string said = process.StandardOutput.ReadToEnd(); process.WaitForExit(); return said; },
            () => { process.StandardInput.Write("echoed"); process.StandardInput.Close(); });
    }

    // More than two pipes hold, both ways at once.
    public static Wait ProcessFullPipes()
    {
        Process process = Process.Start(new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true, RedirectStandardOutput = true });
        return new Wait(
            () => { process.StandardInput.Write(new string('x', 1_000_000)); process.StandardInput.Close(); return "written"; },
            () => { Console.WriteLine(process.StandardOutput.ReadToEnd().Length); process.WaitForExit(); });
    }

    public static Wait ProcessOutputEvents()
    {
        Process process = new Process { StartInfo = new ProcessStartInfo("/bin/cat") { RedirectStandardInput = true, RedirectStandardOutput = true } };
        var lines = new List<string>();
        process.OutputDataReceived += (_, e) => { if (e.Data != null) { lines.Add(e.Data); } };
        process.Start();
        process.BeginOutputReadLine();
        return new Wait(
            () => { process.WaitForExit(); return string.Join(",", lines); },
            () => { process.StandardInput.Write("one\ntwo\n"); process.StandardInput.Close(); });
    }

    public static Wait ReadFromFifo()
    {
        string path = Fifo();
        var both = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        return new Wait(
            () => { using var file = new FileStream(path, FileMode.Open, FileAccess.Read); return file.ReadByte().ToString(); },
            () => { both.WriteByte(33); both.Flush(); File.Delete(path); });
    }

    public static Wait OpenFifo()
    {
        string path = Fifo();
        return new Wait(
            () => File.ReadAllText(path),
            () => { File.WriteAllText(path, "through a fifo"); File.Delete(path); });
    }

    static string Fifo()
    {
        string path = Path.Combine(Path.GetTempPath(), "waits-" + Guid.NewGuid().ToString("N"));
        Process.Start("/usr/bin/mkfifo", path).WaitForExit();
        return path;
    }

    public static Wait FileSystemWatcherWaitForChanged()
    {
        string folder = Directory.CreateTempSubdirectory("waits-").FullName;
        var watcher = new FileSystemWatcher(folder);
        return new Wait(
            () => { WaitForChangedResult change = watcher.WaitForChanged(WatcherChangeTypes.Created, 20_000); Directory.Delete(folder, true); return change.Name; },
            () => File.WriteAllText(Path.Combine(folder, "new"), ""));
    }
}
