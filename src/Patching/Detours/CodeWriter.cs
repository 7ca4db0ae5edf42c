using System.Buffers.Text;
using Shim.Green.Maps;
using Shim.Patching.Interop;

namespace Shim.Patching.Detours;

/// <summary>
/// Stores one aligned quadword into code that other threads may be running.
/// <para>a. The JIT heap under W^X is shared memory: the store goes through a second, writable mapping of the same pages, which is the runtime's
/// own way. The executable mapping is never made writable.</para>
/// <para>b. ReadyToRun images are private file mappings: writable for the moment of the store, then exactly what they were before.</para>
/// <para>c. With W^X off the JIT heap is writable and executable, and must stay so: nothing is changed, the store is just done.</para>
/// </summary>
internal static unsafe class CodeWriter
{
    private const int PageSize = 4096;

    private static int s_lastFd = -1;

    /// <exception cref="DetourRefusedException">The page cannot be written; nothing was stored.</exception>
    internal static void Store(nint address, ulong value, ProcessMaps maps)
    {
        if ((address & 7) != 0)
        {
            throw new DetourRefusedException($"its code at {address:x} is not aligned to 8 bytes, so it cannot be changed in one store");
        }

        if (!maps.TryFind(address, out var region) || (region.Protection & Libc.ProtExec) == 0)
        {
            throw new DetourRefusedException($"its code at {address:x} is not in executable memory");
        }

        if ((region.Protection & Libc.ProtWrite) != 0)
        {
            Volatile.Write(ref *(ulong*)address, value);
        }
        else if (region.IsShared)
        {
            StoreThroughAlias(address, value, region, maps);
        }
        else
        {
            StoreUnprotected(address, value, region);
        }
    }

    private static void StoreUnprotected(nint address, ulong value, in MapRegion region)
    {
        var page = address & -PageSize;
        var error = Libc.Mprotect(page, PageSize, Libc.ProtRead | Libc.ProtWrite | Libc.ProtExec);
        if (error < 0)
        {
            throw new DetourRefusedException($"the kernel does not let its code be changed (mprotect: errno {-error}; SELinux or a seccomp filter may forbid it)");
        }

        Volatile.Write(ref *(ulong*)address, value);
        _ = Libc.Mprotect(page, PageSize, region.Protection);
    }

    private static void StoreThroughAlias(nint address, ulong value, in MapRegion region, ProcessMaps maps)
    {
        var fd = FindFileOf(region, maps);
        var page = address & -PageSize;
        var alias = fd < 0 ? fd : Libc.Mmap(0, PageSize, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, fd, region.Offset + (page - region.Start));
        if (alias is < 0 and >= -4095)
        {
            throw new DetourRefusedException($"the shared memory behind its code at {address:x} cannot be mapped for writing (errno {-alias})");
        }

        Volatile.Write(ref *(ulong*)(alias + (address - page)), value);
        _ = Libc.Munmap(alias, PageSize);
    }

    // The runtime keeps its memfd open; the map and /proc/self/fd name it alike.
    private static int FindFileOf(in MapRegion region, ProcessMaps maps)
    {
        var wanted = maps.PathOf(region);
        if (!wanted.StartsWith(Runtime10.DoubleMapperName))
        {
            return -2;
        }

        if (s_lastFd >= 0 && IsFile(s_lastFd, wanted))
        {
            return s_lastFd;
        }

        for (var fd = 0; fd < 4096; fd++)
        {
            if (IsFile(fd, wanted))
            {
                return s_lastFd = fd;
            }
        }

        return -2;
    }

    private static bool IsFile(int fd, ReadOnlySpan<byte> name)
    {
        Span<byte> path = stackalloc byte[32];
        Span<byte> link = stackalloc byte[128];
        "/proc/self/fd/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(fd, path[14..], out var digits);
        path[14 + digits] = 0;
        var count = Libc.Readlink(path, link);
        return count > 0 && link[..(int)count].SequenceEqual(name);
    }
}
