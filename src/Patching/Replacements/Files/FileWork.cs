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
    private readonly Storage? _timed;
    private long _result;

    private FileWork(in FileRequest request, Storage? timed)
    {
        _request = request;
        _timed = timed;
    }

    /// <param name="request">What to do.</param>
    /// <param name="pool">Whose thread is to do it.</param>
    /// <param name="waitingFor">For dumps.</param>
    /// <param name="timed">To be told how long it took, or null.</param>
    /// <returns>Bytes, or a negative errno.</returns>
    internal static long Run(in FileRequest request, NativePool pool, string waitingFor, Storage? timed = null)
    {
        FileWork work = new(request, timed);
        pool.Run(work, waitingFor);
        return work._result;
    }

    protected override void Execute()
    {
        long start = Stopwatch.GetTimestamp();
        _result = _request.Perform();
        _timed?.NoteWrite(Stopwatch.GetTimestamp() - start);
    }
}
