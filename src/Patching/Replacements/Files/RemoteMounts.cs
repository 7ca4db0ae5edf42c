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
        "autofs", "vboxsf", "gpfs", "panfs",
    ];

    private static Mount[] s_mounts = [];
    private static long s_readAt = -FreshMilliseconds;

    /// <summary>Whether a path leads to one, as far as its text shows; symbolic links are not followed.</summary>
    internal static bool Hold(ReadOnlySpan<char> path)
    {
        Mount[] mounts = Mounts();
        if (mounts.Length == 0 || path.IsEmpty)
        {
            return false;
        }

        if (path[0] != '/')
        {
            try
            {
                path = Path.Join(Environment.CurrentDirectory, path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false; // removed, or out of sight: the call says so at once
            }
        }

        return Hold(mounts, path);
    }

    /// <summary>The same for a full path, by what <see cref="Parse"/> has found.</summary>
    internal static bool Hold(Mount[] mounts, ReadOnlySpan<char> path)
    {
        foreach (Mount mount in mounts)
        {
            if (mount.Holds(path))
            {
                return mount.IsRemote;
            }
        }

        return false;
    }

    private static Mount[] Mounts()
    {
        long now = Environment.TickCount64;
        if (now - Volatile.Read(ref s_readAt) >= FreshMilliseconds)
        {
            Volatile.Write(ref s_readAt, now);

            // Without a descriptor to read it by, what was there is the best guess.
            if (ProcFile.ReadAll("/proc/self/mountinfo\0"u8, out int length) is { } table)
            {
                Volatile.Write(ref s_mounts, Parse(Encoding.UTF8.GetString(table, 0, length)));
            }
        }

        return Volatile.Read(ref s_mounts);
    }

    /// <summary>
    /// The mount points of such file systems, and those of others below them, such as /proc where the root is one; the longest first, as the first that a path is below
    /// decides. From a text like that of /proc/self/mountinfo (proc_pid_mountinfo(5)).
    /// </summary>
    internal static Mount[] Parse(string table)
    {
        List<Mount> all = [];
        List<Mount> remote = [];
        foreach (string line in table.Split('\n'))
        {
            // 36 35 98:0 /root /where options ... - type source options
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-");
            if (dash > 4 && dash + 1 < fields.Length)
            {
                string point = Unescape(fields[4]);
                Mount mount = new(point, IsRemote(fields[dash + 1], point), all.Count);
                all.Add(mount);
                if (mount.IsRemote)
                {
                    remote.Add(mount);
                }
            }
        }

        if (remote.Count == 0)
        {
            return [];
        }

        all.RemoveAll(one => !remote.Exists(other => other.Holds(one.Point)));
        all.Sort(static (a, b) => a.Point.Length != b.Point.Length ? b.Point.Length - a.Point.Length : b.Order - a.Order);
        return [.. all];
    }

    // What systemd mounts below /proc, on every machine, only waits for a module of the kernel's to be loaded.
    private static bool IsRemote(string type, string point) =>
        (Array.IndexOf(s_remote, type) >= 0 && !(type == "autofs" && point.StartsWith("/proc/", StringComparison.Ordinal)))
        || type.StartsWith("fuse.", StringComparison.Ordinal);

    // Blanks, tabs, line ends and backslashes are written as three octal digits.
    private static string Unescape(string text) =>
        text.Replace("\\040", " ", StringComparison.Ordinal)
            .Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal)
            .Replace("\\134", "\\", StringComparison.Ordinal);
}
