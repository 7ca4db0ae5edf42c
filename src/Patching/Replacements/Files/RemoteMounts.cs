using System.Text;
using Shim.Green.Maps;
using Shim.Patching.Detours;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Where file systems are mounted that ask somebody for a name: over a network, or through FUSE. Read from the kernel's table at most once a second,
/// by whoever uses a name; where nothing of that kind is mounted, that is all there is to it.
/// </summary>
internal static class RemoteMounts
{
    private const long FreshMilliseconds = 1000;

    // The kernel's names of file systems. With those of FUSE comes a suffix, such as fuse.sshfs.
    private static readonly string[] s_remote =
    [
        "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "afs", "lustre", "gfs2", "ocfs2", "orangefs", "beegfs", "coda", "virtiofs", "fuse", "fuseblk",
    ];

    private static string[] s_mounts = [];
    private static long s_readAt = -FreshMilliseconds;

    /// <summary>Whether a path leads to one, as far as its text shows; symbolic links are not followed.</summary>
    internal static bool Hold(ReadOnlySpan<char> path)
    {
        string[] mounts = Mounts();
        if (mounts.Length == 0 || path.IsEmpty)
        {
            return false;
        }

        if (path[0] != '/')
        {
            path = Path.Join(Environment.CurrentDirectory, path);
        }

        foreach (string mount in mounts)
        {
            if (path.StartsWith(mount, StringComparison.Ordinal) && (path.Length == mount.Length || mount.Length == 1 || path[mount.Length] == '/'))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Mounts()
    {
        long now = Environment.TickCount64;
        if (now - Volatile.Read(ref s_readAt) >= FreshMilliseconds)
        {
            Volatile.Write(ref s_readAt, now);
            byte[]? table = ProcFile.ReadAll("/proc/self/mountinfo\0"u8, out int length);
            Volatile.Write(ref s_mounts, table is null ? [] : Parse(Encoding.UTF8.GetString(table, 0, length)));
        }

        return Volatile.Read(ref s_mounts);
    }

    /// <summary>The mount points of such file systems, in a text like that of /proc/self/mountinfo (proc_pid_mountinfo(5)).</summary>
    internal static string[] Parse(string table)
    {
        List<string> mounts = [];
        foreach (string line in table.Split('\n'))
        {
            // 36 35 98:0 /root /where options ... - type source options
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-");
            if (dash > 4 && dash + 1 < fields.Length && IsRemote(fields[dash + 1]))
            {
                mounts.Add(Unescape(fields[4]));
            }
        }

        return [.. mounts];
    }

    private static bool IsRemote(string type) => Array.IndexOf(s_remote, type) >= 0 || type.StartsWith("fuse.", StringComparison.Ordinal);

    // Blanks, tabs, line ends and backslashes are written as three octal digits.
    private static string Unescape(string text) =>
        text.Replace("\\040", " ", StringComparison.Ordinal)
            .Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal)
            .Replace("\\134", "\\", StringComparison.Ordinal);
}
