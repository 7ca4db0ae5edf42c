using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// A system call on a file, made by a native thread. The green thread that waits for it keeps the handles referenced, and the buffers pinned
/// by the frames on its stack.
/// </summary>
internal sealed class FileWork : NativeWork
{
    private readonly FileRequest _request;
    private readonly DiskPace? _pace;
    private long _result;

    private FileWork(in FileRequest request, DiskPace? pace)
    {
        _request = request;
        _pace = pace;
    }

    /// <param name="request">What to do.</param>
    /// <param name="pool">Whose thread is to do it.</param>
    /// <param name="waitingFor">For dumps.</param>
    /// <param name="pace">To be told how long it took, or null.</param>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Run(in FileRequest request, NativePool pool, string waitingFor, DiskPace? pace = null)
    {
        FileWork work = new(request, pace);
        pool.Run(work, waitingFor);
        return work._result;
    }

    protected override void Execute()
    {
        long start = Stopwatch.GetTimestamp();
        _result = _request.Perform();
        _pace?.Note(Stopwatch.GetTimestamp() - start);
    }
}
