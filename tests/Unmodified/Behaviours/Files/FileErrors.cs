using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

class FileErrors : Scenario
{
    // What goes wrong says what it always says.
    public override int Run()
    {
        if (Environment.GetCommandLineArgs().Length > 2)
        {
            return Limited();
        }
        string folder = Directory.CreateTempSubdirectory("behaviours-").FullName;
        string path = Path.Combine(folder, "file");
        try
        {
            Go(() => OnFiles(folder, path)).Join();
            Go(() => OnFifos(folder)).Join();
            Go(() => OnDevices()).Join();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        using Process limited = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "trap '' XFSZ; exec \"$0\" \"$@\"", Environment.ProcessPath, typeof(Scenario).Assembly.Location, "file-errors", "limited" },
            RedirectStandardOutput = true,
            Environment = { ["GREENSHIM_REPORT"] = "" },
        });
        Say(limited.StandardOutput.ReadToEnd().TrimEnd());
        limited.WaitForExit();
        return 0;
    }

    // Paths differ from run to run.
    static void Try(string folder, string label, Action action)
    {
        try
        {
            action();
            Say(label + ": ok");
        }
        catch (Exception e)
        {
            Say(label + ": " + Describe(e).Replace(folder, "..."));
        }
    }

    static void OnFiles(string folder, string path)
    {
        Try(folder, "missing", () => File.ReadAllText(path));
        Try(folder, "missing folder", () => File.WriteAllText(path + "/x/y", "text"));
        Try(folder, "folder", () => File.OpenRead(folder));
        Try(folder, "folder to write", () => File.WriteAllText(folder, "text"));
        File.WriteAllText(path, "text");
        Try(folder, "new", () => new FileStream(path, FileMode.CreateNew));
        using (FileStream locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Try(folder, "in use", () => File.OpenRead(path));
        }
        SafeFileHandle closed = File.OpenHandle(path);
        closed.Dispose();
        Try(folder, "read closed", () => RandomAccess.Read(closed, new byte[1], 0));
        Try(folder, "flush closed", () => RandomAccess.FlushToDisk(closed));
        using SafeFileHandle readable = File.OpenHandle(path);
        Try(folder, "write what is to be read", () => RandomAccess.Write(readable, new byte[1], 0));
        Try(folder, "write what is to be read, in pieces", () => RandomAccess.Write(readable, new ReadOnlyMemory<byte>[] { new byte[1] }, 0));
        Try(folder, "negative", () => RandomAccess.Read(readable, new byte[1], -1));
        File.CreateSymbolicLink(path + ".loop", path + ".loop");
        Try(folder, "loop", () => File.ReadAllText(path + ".loop"));
        // A file that vanishes while it is open is still there for who has it.
        File.Delete(path);
        byte[] buffer = new byte[4];
        Try(folder, "deleted", () => Say("read " + RandomAccess.Read(readable, buffer, 0)));
        using SafeFileHandle invalid = new SafeFileHandle(12345, ownsHandle: false);
        Try(folder, "no descriptor", () => RandomAccess.Read(invalid, buffer, 0));
    }

    static void OnFifos(string folder)
    {
        string path = Path.Combine(folder, "fifo");
        using (Process p = Process.Start("mkfifo", path))
        {
            p.WaitForExit();
        }
        Try(folder, "new fifo", () => new FileStream(path, FileMode.CreateNew));
        Thread reader = Go(() => File.OpenRead(path).Dispose());
        FileStream writer = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 0);
        reader.Join();
        Try(folder, "broken", () => writer.Write(new byte[10]));
        Try(folder, "seek", () => writer.Seek(0, SeekOrigin.Begin));
        Try(folder, "length", () => Say("length " + writer.Length));
        writer.Dispose();
        // Closing does not end a read; what comes does.
        FileStream both = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        Thread late = Go(() => Try(folder, "closed while read", () => Say("read " + both.Read(new byte[10]))));
        FileStream other = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        Settle();
        both.Dispose();
        Settle();
        Say("closed");
        other.Write(new byte[3]);
        late.Join();
        other.Dispose();
        // The number of a FIFO that was waited for comes to stand for a socket.
        for (int i = 0; i < 20; i++)
        {
            using (FileStream fifo = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0))
            {
                Thread wait = Go(() => fifo.ReadByte());
                Thread.Sleep(5);
                fifo.WriteByte(1);
                wait.Join();
            }
            (Socket a, Socket b) = Pair();
            Thread receive = Go(() => b.Receive(new byte[1]));
            Thread.Sleep(5);
            a.Send(new byte[1]);
            receive.Join();
            a.Dispose();
            b.Dispose();
        }
        Say("numbers ok");
    }

    static void OnDevices()
    {
        Try("\0", "full", () => File.AppendAllText("/dev/full", "text"));
        Try("\0", "full, in pieces", () =>
        {
            using SafeFileHandle full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
            RandomAccess.Write(full, new ReadOnlyMemory<byte>[] { new byte[1] }, 0);
        });
        Try("\0", "null", () => File.AppendAllText("/dev/null", "text"));
        Try("\0", "null read", () => Say("[" + File.ReadAllText("/dev/null") + "]"));
        byte[] buffer = new byte[5000];
        using (FileStream zero = File.OpenRead("/dev/zero"))
        {
            Say("zero " + zero.Read(buffer) + " " + buffer.All(b => b == 0));
        }
        using (FileStream random = File.OpenRead("/dev/urandom"))
        {
            random.ReadExactly(buffer);
            Say("random " + (buffer.Distinct().Count() > 200));
        }
        Say("proc " + File.ReadAllText("/proc/self/comm").Length + " " + File.ReadLines("/proc/self/status").First().StartsWith("Name:"));
        Say("sys " + File.ReadAllText("/sys/kernel/mm/transparent_hugepage/enabled").Contains("never"));
    }

    // Files may have five KiB from here on.
    static int Limited()
    {
        using (Process limit = Process.Start("prlimit", "--fsize=5120 --pid " + Environment.ProcessId))
        {
            limit.WaitForExit();
        }
        string path = Path.Combine(Path.GetTempPath(), "behaviours-" + Environment.ProcessId + ".big");
        Outcome("too big", () =>
        {
            try
            {
                using FileStream stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
                try
                {
                    stream.Write(new byte[100000]);
                }
                finally
                {
                    Say("length " + stream.Length);
                }
            }
            catch (IOException e)
            {
                throw new IOException(e.Message.Replace(path, "..."));
            }
        });
        File.Delete(path);
        return 0;
    }
}
