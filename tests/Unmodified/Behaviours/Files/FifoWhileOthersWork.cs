using System.Diagnostics;

class FifoWhileOthersWork : Scenario
{
    // One thread waits for a FIFO's other end, for bytes, or for room; the others get their work done, and only then does it get what it waits for.
    public override int Run()
    {
        string path = Path.Combine(Path.GetTempPath(), "behaviours-" + Environment.ProcessId + ".fifo");
        MakeFifo(path);
        try
        {
            OpenAndRead(path);
            OpenToWrite(path);
            WriteUntilFull(path);
            ManyAtOnce(path);
        }
        finally
        {
            File.Delete(path);
        }
        return 0;
    }

    static void MakeFifo(string path)
    {
        using Process p = Process.Start("mkfifo", path);
        p.WaitForExit();
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

    static void OpenAndRead(string path)
    {
        int got = 0;
        Thread reader = Go(() =>
        {
            using FileStream stream = File.OpenRead(path);
            Say("opened for reading");
            byte[] buffer = new byte[10];
            int count;
            while ((count = stream.Read(buffer)) > 0)
            {
                got += count;
            }
        });
        Work();
        using (FileStream stream = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            Settle();
            Work();
            stream.Write(new byte[25]);
        }
        reader.Join();
        Say("got " + got);
    }

    static void OpenToWrite(string path)
    {
        Thread writer = Go(() =>
        {
            using StreamWriter stream = new StreamWriter(path, append: false);
            Say("opened for writing");
            stream.Write("hello");
        });
        Work();
        Say(File.ReadAllText(path));
        writer.Join();
    }

    static void WriteUntilFull(string path)
    {
        long got = 0;
        byte[] data = new byte[300000];
        new Random(1).NextBytes(data);
        using FileStream reader = Open(path);
        Thread writer = Go(() =>
        {
            using FileStream stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            stream.Write(data);
            Say("all written");
        });
        Work();
        byte[] buffer = new byte[7777];
        bool same = true;
        while (got < data.Length)
        {
            int count = reader.Read(buffer, 0, (int)Math.Min(buffer.Length, data.Length - got));
            same &= buffer.AsSpan(0, count).SequenceEqual(data.AsSpan((int)got, count));
            got += count;
        }
        writer.Join();
        Say("got " + got + ", the same " + same);
    }

    // Held open on both sides, so that neither opening nor reading meets an end.
    static FileStream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

    // More of them wait than any pool has threads, and those they wait for come after them.
    static void ManyAtOnce(string path)
    {
        const int count = 40;
        string[] paths = Enumerable.Range(0, count).Select(i => path + i).ToArray();
        Array.ForEach(paths, MakeFifo);
        string[] texts = new string[count];
        List<Thread> readers = Enumerable.Range(0, count).Select(i => Go(() => texts[i] = File.ReadAllText(paths[i]))).ToList();
        Settle();
        List<Thread> writers = Enumerable.Range(0, count).Select(i => Go(() => File.WriteAllText(paths[i], "text " + i))).ToList();
        readers.ForEach(t => t.Join());
        writers.ForEach(t => t.Join());
        Say("right: " + Enumerable.Range(0, count).Count(i => texts[i] == "text " + i));
        Array.ForEach(paths, File.Delete);
    }
}
