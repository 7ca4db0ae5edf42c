using Microsoft.Win32.SafeHandles;

class FileContents : Scenario
{
    // Random reads and writes, of all lengths and at all places, against an array: what a file holds, and what a call says, is the same.
    public override int Run()
    {
        foreach (string folder in new[] { Path.GetTempPath(), "/dev/shm", Directory.GetCurrentDirectory() })
        {
            string path = Path.Combine(folder, "behaviours-" + Environment.ProcessId + ".data");
            Thread[] threads = Enumerable.Range(0, 4).Select(i => Go(() => Check(path + i, i))).ToArray();
            Array.ForEach(threads, t => t.Join());
            Edges(path);
        }
        return 0;
    }

    static void Check(string path, int seed)
    {
        var random = new Random(seed);
        byte[] model = new byte[1 << 21];
        int length = 0;
        bool right = true;
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose))
        {
            for (int i = 0; i < 600; i++)
            {
                int count = random.Next(3) switch { 0 => random.Next(200), 1 => random.Next(20000), _ => 4096 * random.Next(20) };
                int offset = random.Next(2) == 0 ? random.Next(length + 1) : Math.Min(4096 * random.Next(200), length);
                count = Math.Min(count, model.Length - offset);
                byte[] data = new byte[count];
                switch (random.Next(4))
                {
                    case 0:
                        random.NextBytes(data);
                        data.CopyTo(model, offset);
                        RandomAccess.Write(file, data, offset);
                        length = Math.Max(length, offset + count);
                        break;
                    case 1:
                        random.NextBytes(data);
                        data.CopyTo(model, offset);
                        int half = count / 3;
                        RandomAccess.Write(file, new ReadOnlyMemory<byte>[] { data.AsMemory(0, half), default, data.AsMemory(half) }, offset);
                        length = Math.Max(length, offset + count);
                        break;
                    case 2:
                        int read = RandomAccess.Read(file, data, offset);
                        right &= read == Math.Min(count, length - offset) && data.AsSpan(0, read).SequenceEqual(model.AsSpan(offset, read));
                        break;
                    default:
                        int first = count / 2;
                        long got = RandomAccess.Read(file, new Memory<byte>[] { data.AsMemory(0, first), data.AsMemory(first) }, offset);
                        right &= got == Math.Min(count, length - offset) && data.AsSpan(0, (int)got).SequenceEqual(model.AsSpan(offset, (int)got));
                        break;
                }
            }
            byte[] all = new byte[model.Length];
            right &= RandomAccess.Read(file, all, 0) == length && RandomAccess.GetLength(file) == length && all.AsSpan(0, length).SequenceEqual(model.AsSpan(0, length));
        }
        lock (typeof(FileContents))
        {
            Say("right: " + right + ", gone: " + !File.Exists(path));
        }
    }

    static void Edges(string path)
    {
        // The end of the file, in and between pages.
        foreach (int size in new[] { 0, 1, 4095, 4096, 4097, 8192, 1 << 20, (1 << 20) + 1, 3 << 20 })
        {
            File.WriteAllBytes(path, new byte[size]);
            using SafeFileHandle file = File.OpenHandle(path);
            byte[] buffer = new byte[size + 5000];
            Say(size + ": " + RandomAccess.Read(file, buffer, 0) + " " + RandomAccess.Read(file, buffer, size) + " " + RandomAccess.Read(file, buffer, size + 10)
                + " " + RandomAccess.Read(file, buffer.AsSpan(0, size), 0) + " " + RandomAccess.Read(file, Span<byte>.Empty, 0));
        }
        // More pieces than one system call takes.
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, Enumerable.Range(0, 3000).Select(i => (ReadOnlyMemory<byte>)new byte[] { (byte)i, 1 }).ToArray(), 10);
            Say("pieces: " + RandomAccess.GetLength(file) + " " + RandomAccess.Read(file, Enumerable.Range(0, 3000).Select(_ => (Memory<byte>)new byte[2]).ToArray(), 0));
        }
        File.WriteAllText(path, "one\n");
        File.AppendAllText(path, "two\n");
        using (var append = new FileStream(path, FileMode.Append))
        {
            append.Write("three\n"u8);
            Say("position " + append.Position);
        }
        using (var through = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, 4096, FileOptions.WriteThrough))
        {
            through.Write("ONE"u8);
            through.Flush(flushToDisk: true);
        }
        Say(string.Join(",", File.ReadAllLines(path)));
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 16))
        {
            stream.SetLength(5);
            stream.Seek(-2, SeekOrigin.End);
            Say("byte " + stream.ReadByte() + " length " + stream.Length);
            stream.Position = 10000;
            stream.WriteByte(7);
            stream.Flush();
            Say("length " + stream.Length);
        }
        File.Copy(path, path + ".copy");
        File.Copy(path, path + ".copy", overwrite: true);
        Say("copied " + new FileInfo(path + ".copy").Length + " " + File.ReadAllBytes(path + ".copy").AsSpan().SequenceEqual(File.ReadAllBytes(path)));
        File.Delete(path + ".copy");
        File.Delete(path);
    }
}
