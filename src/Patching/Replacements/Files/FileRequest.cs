using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>One system call on a file: what a green thread asks for, at once or of a native thread.</summary>
internal unsafe struct FileRequest
{
    // IOV_MAX: the framework's native half passes no more to the kernel, which would refuse them.
    private const int MostVectors = 1024;

    internal FileOperation Operation;
    internal nint Fd;

    /// <summary>The bytes, or the vectors.</summary>
    internal void* Data;

    /// <summary>How many bytes, or vectors.</summary>
    internal int Count;

    /// <summary>Where; of a copy, how long the file is.</summary>
    internal long Offset;

    /// <summary>Of a copy, the file that it goes to.</summary>
    internal nint Target;

    internal readonly bool IsVectored => Operation is FileOperation.PReadV or FileOperation.PWriteV;

    /// <summary>Whether preadv2 and pwritev2 take it as it is.</summary>
    internal readonly bool FitsOneCall => !IsVectored || Count <= MostVectors;

    /// <summary>How many bytes at most.</summary>
    internal readonly long TotalBytes
    {
        get
        {
            if (!IsVectored)
            {
                return Count;
            }

            long total = 0;
            for (int i = 0; i < Count; i++)
            {
                total += (long)((IoVector*)Data)[i].Count;
            }

            return total;
        }
    }

    /// <summary>Makes the call, and waits as long as it takes.</summary>
    /// <returns>Bytes, or a negative errno.</returns>
    internal readonly long Perform() => FileCall.Result(Operation switch
    {
        FileOperation.Read => SystemNative.Read(Fd, (byte*)Data, Count),
        FileOperation.ReadStdin => SystemNative.ReadStdin((byte*)Data, Count),
        FileOperation.Write => SystemNative.Write(Fd, (byte*)Data, Count),
        FileOperation.PRead => SystemNative.PRead(Fd, (byte*)Data, Count, Offset),
        FileOperation.PWrite => SystemNative.PWrite(Fd, (byte*)Data, Count, Offset),
        FileOperation.PReadV => SystemNative.PReadV(Fd, (IoVector*)Data, Count, Offset),
        FileOperation.PWriteV => SystemNative.PWriteV(Fd, (IoVector*)Data, Count, Offset),
        FileOperation.FSync => SystemNative.FSync(Fd),
        _ => SystemNative.CopyFile(Fd, Target, Offset),
    });

    /// <summary>Makes the call with RWF_NOWAIT.</summary>
    /// <returns>Bytes, or a negative errno; EAGAIN when it would wait, EOPNOTSUPP when nobody knows.</returns>
    internal readonly long TryPerform()
    {
        IoVector one = new() { Base = (byte*)Data, Count = (nuint)Count };
        IoVector* vectors = IsVectored ? (IoVector*)Data : &one;
        int count = IsVectored ? Count : 1;
        long result;
        do
        {
            result = Operation switch
            {
                FileOperation.Read => Libc.Preadv2(Fd, vectors, count, -1, Libc.NoWait),
                FileOperation.Write => Libc.Pwritev2(Fd, vectors, count, -1, Libc.NoWait),
                FileOperation.PRead or FileOperation.PReadV => Libc.Preadv2(Fd, vectors, count, Offset, Libc.NoWait),
                _ => Libc.Pwritev2(Fd, vectors, count, Offset, Libc.NoWait),
            };
        }
        while (result == -Libc.Interrupted);
        return result;
    }
}
