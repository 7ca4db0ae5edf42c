using System.Diagnostics;
using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

class NonBlockingFiles : Scenario
{
    // Somebody made it non-blocking: to read nothing and to write too much is an error then. Once the flag is cleared it waits, and the others go on.
    public override int Run()
    {
        using (var server = new AnonymousPipeServerStream(PipeDirection.Out))
        {
            Say("pipe");
            using var write = new FileStream(new SafeFileHandle(server.SafePipeHandle.DangerousGetHandle(), false), FileAccess.Write, 0);
            using var read = new FileStream(new SafeFileHandle(server.ClientSafePipeHandle.DangerousGetHandle(), false), FileAccess.Read, 0);
            Both(read, write);
        }
        string path = Path.Combine(Path.GetTempPath(), "behaviours-" + Environment.ProcessId + ".fifo");
        using (Process p = Process.Start("mkfifo", path))
        {
            p.WaitForExit();
        }
        using (FileStream read = Open(path))
        using (FileStream write = Open(path))
        {
            Say("FIFO");
            Both(read, write);
            // Of no bytes there is nothing to wait for.
            Say("read " + read.Read([]));
        }
        File.Delete(path);
        return 0;
    }

    static FileStream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

    static void Both(FileStream read, FileStream write)
    {
        byte[] buffer = new byte[10_000];
        byte[] much = new byte[300_000];
        Set(read);
        Set(write);
        Fails("read", () => read.Read(buffer));
        write.Write(new byte[7]);
        Say("read " + read.Read(buffer));
        Fails("write", () => write.Write(much));
        long got = 0;
        Fails("read", () =>
        {
            while (true)
            {
                got += read.Read(buffer);
            }
        });
        Say("some of it came " + (got > 0));

        Clear(read);
        Thread reader = Go(() => Say("read " + read.Read(buffer)));
        Work();
        write.Write(new byte[9]);
        reader.Join();

        Clear(write);
        Thread writer = Go(() =>
        {
            write.Write(much);
            Say("written");
        });
        Work();
        for (got = 0; got < much.Length;)
        {
            got += read.Read(buffer);
        }
        writer.Join();
        Say("got " + got);
    }

    static void Set(FileStream file) => Change(file, flags => flags | NonBlocking);

    static void Clear(FileStream file) => Change(file, flags => flags & ~NonBlocking);

    static void Change(FileStream file, Func<int, int> change)
    {
        int descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
        SetFlags(descriptor, change(GetFlags(descriptor)));
    }

    // The message is the framework's for EAGAIN, with a name of the file's that is not always the same.
    static void Fails(string what, Action action)
    {
        try
        {
            action();
            Say(what + ": ok");
        }
        catch (IOException e)
        {
            Say(what + ": error " + e.HResult);
        }
    }

    static void Work()
    {
        Settle();
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(1);
        }
        Say("the work is done");
    }
}
