using System.Buffers.Binary;
using System.Text;

namespace Unmodified.Tests;

/// <summary>The names in a folder of a <see cref="SlowDisk"/>: what looks for, makes, moves, deletes and lists them.</summary>
internal sealed class SlowFolder
{
    private const int NoEntry = -2;

    private readonly Dictionary<string, ulong> _nodes;
    private ulong _last;

    /// <param name="firstNode">The kernel's number for the first of the names; those after it follow.</param>
    internal SlowFolder(ulong firstNode, params string[] names)
    {
        _last = firstNode - 1;
        _nodes = names.ToDictionary(name => name, _ => ++_last);
    }

    /// <summary>Which of them are folders.</summary>
    internal HashSet<ulong> Folders { get; } = [];

    /// <summary>The node that a name stands for, or null.</summary>
    internal ulong? Find(string name) => _nodes.TryGetValue(name, out ulong node) ? node : null;

    internal ulong MakeFolder(string name)
    {
        Folders.Add(_nodes[name] = ++_last);
        return _last;
    }

    internal int Delete(string name) => _nodes.Remove(name) ? 0 : NoEntry;

    internal int Move(string from, string to)
    {
        if (!_nodes.Remove(from, out ulong node))
        {
            return NoEntry;
        }
        _nodes[to] = node;
        return 0;
    }

    /// <summary>All of them, as struct fuse_dirent of the kernel's linux/fuse.h.</summary>
    internal byte[] List()
    {
        MemoryStream list = new();
        foreach ((string name, ulong node) in _nodes)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            byte[] entry = new byte[(24 + text.Length + 7) & ~7];
            BinaryPrimitives.WriteUInt64LittleEndian(entry, node);
            BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(8), list.Length + entry.Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(16), text.Length);
            text.CopyTo(entry, 24);
            list.Write(entry);
        }
        return list.ToArray();
    }
}
