using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// System calls on names of files: what they are, removing, renaming, making folders. On a local file system they end by themselves and are
/// made at once; where somebody has to be asked (<see cref="RemoteMounts"/>), the green thread gives the carrier away for the call.
/// </summary>
[StackTraceHidden]
internal static unsafe class FileNames
{
    internal static nint s_stat;
    internal static nint s_linkStat;
    internal static nint s_linkStatText;
    internal static nint s_unlink;
    internal static nint s_rename;
    internal static nint s_renameText;
    internal static nint s_removeFolder;
    internal static nint s_makeFolder;
    internal static nint s_openFolder;

    internal static int Stat(ReadOnlySpan<char> path, ref byte status)
    {
        using RegionEnd end = new(Enter(path));
        return ((delegate*<ReadOnlySpan<char>, ref byte, int>)s_stat)(path, ref status);
    }

    internal static int LStat(ReadOnlySpan<char> path, ref byte status)
    {
        using RegionEnd end = new(Enter(path));
        return ((delegate*<ReadOnlySpan<char>, ref byte, int>)s_linkStat)(path, ref status);
    }

    internal static int LStatText(string path, ref byte status)
    {
        using RegionEnd end = new(Enter(path));
        return ((delegate*<string, ref byte, int>)s_linkStatText)(path, ref status);
    }

    internal static int Unlink(string path)
    {
        using RegionEnd end = new(Enter(path));
        return ((delegate*<string, int>)s_unlink)(path);
    }

    internal static int Rename(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        using RegionEnd end = new(Enter(from, to));
        return ((delegate*<ReadOnlySpan<char>, ReadOnlySpan<char>, int>)s_rename)(from, to);
    }

    internal static int RenameText(string from, string to)
    {
        using RegionEnd end = new(Enter(from, to));
        return ((delegate*<string, string, int>)s_renameText)(from, to);
    }

    internal static int RmDir(string path)
    {
        using RegionEnd end = new(Enter(path));
        return ((delegate*<string, int>)s_removeFolder)(path);
    }

    internal static int MkDir(ReadOnlySpan<char> path, int mode)
    {
        using RegionEnd end = new(Enter(path));
        return ((delegate*<ReadOnlySpan<char>, int, int>)s_makeFolder)(path, mode);
    }

    internal static nint OpenDir(string path)
    {
        bool waits = Waits(path);
        nint folder;
        using (new RegionEnd(waits ? BlockingRegion.Enter() : default))
        {
            folder = ((delegate*<string, nint>)s_openFolder)(path);
        }

        return waits && folder != 0 && FolderImports.AreOurs() ? FolderStream.Wrap(folder) : folder;
    }

    private static BlockingRegion Enter(ReadOnlySpan<char> path, ReadOnlySpan<char> second = default) =>
        Waits(path) || Waits(second) ? BlockingRegion.Enter() : default;

    private static bool Waits(ReadOnlySpan<char> path) => GreenThread.Current is not null && RemoteMounts.Hold(path);
}
