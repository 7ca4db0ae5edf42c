class DiskWhileOthersWork : DiskScenario
{
    // One thread waits for a disk; another gets its work done meanwhile. On a disk that can be stopped, it is: until the work is done.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        string folder = args.Length > 2 ? args[2] : Directory.CreateTempSubdirectory("behaviours-").FullName;
        string[] files = Enumerable.Range(0, 5).Select(i => Path.Combine(folder, "data" + i)).ToArray();
        if (args.Length == 2)
        {
            Array.ForEach(files, f => File.WriteAllText(f, new string('x', 65536)));
        }
        byte[] buffer = new byte[100000];

        During(folder, "read", () => Say("read " + File.ReadAllText(files[0]).Length));
        During(folder, "read in pieces", () =>
        {
            using var file = File.OpenHandle(files[1]);
            Say("read " + RandomAccess.Read(file, new Memory<byte>[] { buffer.AsMemory(0, 5000), buffer.AsMemory(5000, 7000) }, 100));
        });
        During(folder, "write", () =>
        {
            using var file = new FileStream(files[2], FileMode.Open, FileAccess.Write);
            file.Write(buffer, 0, 10000);
        });
        using (var file = new FileStream(files[3], FileMode.Open, FileAccess.ReadWrite))
        {
            file.Write(buffer, 0, 10);
            file.Flush();
            During(folder, "flush", () => file.Flush(flushToDisk: true));
        }
        using (var file = new FileStream(files[3], FileMode.Open, FileAccess.ReadWrite))
        {
            During(folder, "set the length", () => file.SetLength(70000));
        }
        During(folder, "preallocate", () => File.OpenHandle(files[3], FileMode.Create, FileAccess.Write, preallocationSize: 30000).Dispose());
        FileStream written = new(files[2], FileMode.Open, FileAccess.Write);
        written.Write(buffer, 0, 10);
        written.Flush();
        During(folder, "close", written.Dispose);
        var unused = File.OpenHandle(files[2], access: FileAccess.ReadWrite);
        During(folder, "close what was not used", unused.Dispose);
        During(folder, "copy", () => File.Copy(files[4], files[3], overwrite: true));
        // More requests than any pool has threads.
        During(folder, "many", () =>
        {
            var readers = Enumerable.Range(0, 40).Select(i => Go(() => File.ReadAllBytes(files[i % 5]))).ToList();
            readers.ForEach(t => t.Join());
        });
        if (args.Length == 2)
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }
}
