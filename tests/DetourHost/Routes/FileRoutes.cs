using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace DetourHost.Routes;

internal static class FileRoutes
{
    private static readonly byte[] s_data = [1, 2, 3];
    private static readonly byte[] s_buffer = new byte[64];
    private static readonly string s_path = MakeFile();
    private static readonly SafeFileHandle s_file = File.OpenHandle(s_path, access: FileAccess.ReadWrite);
    private static readonly Lazy<FileStream> s_fifo = new(MakeFifo);

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["FileStream.Read(Span<byte>) of a FIFO"] = UseFifo,
        ["FileStream.Write(ReadOnlySpan<byte>) to a FIFO"] = UseFifo,
        ["FileStream.Read(Span<byte>)"] = () =>
        {
            using var stream = File.OpenRead(s_path);
            _ = stream.Read(s_buffer.AsSpan());
        },
        ["File.ReadAllText(string)"] = () => File.ReadAllText(s_path),
        ["File.ReadAllBytes(string)"] = () => File.ReadAllBytes(s_path),
        ["RandomAccess.Read(SafeFileHandle, Span<byte>, long)"] = () => RandomAccess.Read(s_file, s_buffer.AsSpan(), 0),
        ["RandomAccess.Read(SafeFileHandle, IReadOnlyList<Memory<byte>>, long)"] = () => RandomAccess.Read(s_file, [s_buffer, s_buffer], 0),
        ["FileStream.Write(ReadOnlySpan<byte>)"] = () => Write(static stream => { }),
        ["FileStream.Flush(true)"] = () => Write(static stream => stream.Flush(flushToDisk: true)),
        ["File.WriteAllText(string, string)"] = () => File.WriteAllText(s_path + ".text", "text"),
        ["File.AppendAllText(string, string)"] = () => File.AppendAllText(s_path + ".text", "text"),
        ["RandomAccess.Write(SafeFileHandle, ReadOnlySpan<byte>, long)"] = () => RandomAccess.Write(s_file, s_data.AsSpan(), 0),
        ["RandomAccess.Write(SafeFileHandle, IReadOnlyList<ReadOnlyMemory<byte>>, long)"] = () => RandomAccess.Write(s_file, [s_data, s_data], 0),
        ["RandomAccess.FlushToDisk(SafeFileHandle)"] = () => RandomAccess.FlushToDisk(s_file),
        ["FileStream(string, FileMode)"] = () => new FileStream(s_path + ".stream", FileMode.OpenOrCreate).Dispose(),
        ["FileStream.Dispose()"] = () => new FileStream(s_path, FileMode.Open).Dispose(),
        ["RandomAccess.SetLength(SafeFileHandle, long)"] = () => RandomAccess.SetLength(s_file, 1),
        ["FileStream.SetLength(long)"] = static () =>
        {
            using FileStream stream = new(s_path + ".length", FileMode.OpenOrCreate);
            stream.SetLength(stream.Length + 1);
        },
        ["File.OpenHandle(string, FileMode, FileAccess, FileShare, FileOptions, long)"] =
            () => File.OpenHandle(s_path + ".room", FileMode.Create, FileAccess.Write, preallocationSize: 100).Dispose(),
        ["SafeFileHandle.Dispose()"] = () => File.OpenHandle(s_path).Dispose(),
        ["File.OpenHandle(string)"] = () => File.OpenHandle(s_path).Dispose(),
        ["File.OpenText(string)"] = () => File.OpenText(s_path).Dispose(),
        ["File.Exists(string)"] = () => File.Exists(s_path),
        ["Directory.Exists(string)"] = () => Directory.Exists(AppContext.BaseDirectory),
        ["Path.Exists(string)"] = () => Path.Exists(s_path),
        ["File.GetLastWriteTime(string)"] = () => File.GetLastWriteTime(s_path),
        ["File.Move(string, string)"] = () =>
        {
            File.WriteAllText(s_path + ".here", "");
            File.Move(s_path + ".here", s_path + ".there", overwrite: true);
            File.Move(s_path + ".there", s_path + ".here", overwrite: false);
        },
        ["File.Delete(string)"] = () => File.Delete(s_path + ".nothing"),
        ["Directory.CreateDirectory(string)"] = () => MoveFolder(),
        ["Directory.Move(string, string)"] = () => MoveFolder(),
        ["Directory.Delete(string)"] = () => MoveFolder(),
        ["Directory.GetFiles(string)"] = () => Directory.GetFiles(AppContext.BaseDirectory),
        ["File.Copy(string, string)"] = () => File.Copy(s_path, s_path + ".copy", overwrite: true),
    };

    private static void MoveFolder()
    {
        string folder = Path.Combine(Path.GetTempPath(), "routes-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        Directory.Move(folder, folder + "-moved");
        Directory.Delete(folder + "-moved");
    }

    private static void Write(Action<FileStream> then)
    {
        using var stream = new FileStream(s_path + ".stream", FileMode.OpenOrCreate);
        stream.Write(s_data.AsSpan());
        then(stream);
    }

    private static string MakeFile()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("routes-").FullName, "file");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        File.WriteAllBytes(path, s_data);
        return path;
    }

    private static FileStream MakeFifo()
    {
        using var make = Process.Start("mkfifo", s_path + ".fifo");
        make.WaitForExit();
        return new FileStream(s_path + ".fifo", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    private static void UseFifo()
    {
        s_fifo.Value.Write(s_data.AsSpan());
        _ = s_fifo.Value.Read(s_buffer.AsSpan());
    }
}
