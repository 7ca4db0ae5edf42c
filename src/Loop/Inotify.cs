using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// Tells stat watchers when to look. What is odd about inotify:
/// <list type="bullet">
/// <item>a) It watches files, not names: for a path that does not exist, the nearest directory that does is watched instead.</item>
/// <item>b) Two watches of one file are one, with one number; removing it takes it from both.</item>
/// <item>c) Its queue may overflow, and then nobody knows what happened.</item>
/// <item>d) It knows nothing of changes on a file server, nor of some file systems'.</item>
/// </list>
/// So whatever it says only makes the watchers concerned look, and be added anew (libev: <c>infy_add</c>, <c>infy_wd</c>).
/// </summary>
internal sealed class Inotify : IDisposable
{
    private readonly EventLoop _loop;
    private readonly IoWatcher _readable;
    private readonly Dictionary<int, List<StatWatcher>> _watchers = [];
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>What the last buffer said of each number.</summary>
    private readonly Dictionary<int, uint> _told = [];
    private DescriptorHandle _handle;

    /// <param name="loop">The loop whose stat watchers it serves.</param>
    /// <param name="handle">From <see cref="TryOpen"/>.</param>
    public Inotify(EventLoop loop, DescriptorHandle handle)
    {
        _loop = loop;
        _handle = handle;
        _readable = new IoWatcher(loop, handle.Fd, IoEvents.Read, static (io, events) => ((Inotify)io.Data!).OnReady(events))
        {
            Data = this,
            IsHidden = true,
            Priority = EventLoop.MaxPriority,
        };
        loop.StartHidden(_readable);
    }

    /// <summary>Null when the process or the user has no more of them: then there is only polling.</summary>
    public static DescriptorHandle? TryOpen()
    {
        int fd = Libc.InotifyInit1(Libc.IN_CLOEXEC | Libc.IN_NONBLOCK);
        return fd < 0 ? null : DescriptorHandle.Own(fd, "inotify_init1");
    }

    public void Add(StatWatcher watcher)
    {
        if (_handle.IsClosed)
        {
            return;
        }
        string path = watcher.Path;
        int number = Libc.InotifyAddWatch(_handle.Fd, path, Libc.IN_FILE_CHANGES | Libc.IN_DONT_FOLLOW | Libc.IN_MASK_ADD);
        while (number is -Libc.ENOENT or -Libc.EACCES) // Note a.
        {
            // Where a component will appear or, if it was forbidden, become accessible.
            uint changes = number == -Libc.EACCES ? Libc.IN_ATTRIB : Libc.IN_CREATE | Libc.IN_MOVED_TO;
            path = Path.GetDirectoryName(path) switch
            {
                null or "" when Path.IsPathRooted(path) => "",
                null or "" => path == "." ? "" : ".",
                { } parent => parent,
            };
            if (path.Length == 0)
            {
                return;
            }
            number = Libc.InotifyAddWatch(_handle.Fd, path, changes | Libc.IN_DELETE_SELF | Libc.IN_MOVE_SELF | Libc.IN_MASK_ADD);
        }
        if (number < 0)
        {
            return; // Out of watches, for example: this one is polled.
        }
        watcher.WatchDescriptor = number;
        ref List<StatWatcher>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_watchers, number, out _);
        (list ??= []).Add(watcher);
    }

    public void Remove(StatWatcher watcher)
    {
        int number = watcher.WatchDescriptor;
        if (number < 0)
        {
            return;
        }
        watcher.WatchDescriptor = -1;
        List<StatWatcher> list = _watchers[number];
        list.Remove(watcher);
        if (list.Count == 0) // Note b.
        {
            _watchers.Remove(number);
            Libc.InotifyRmWatch(_handle.Fd, number);
        }
    }

    public void Renew(StatWatcher watcher)
    {
        if (watcher.WatchDescriptor >= 0)
        {
            Remove(watcher);
            Add(watcher);
        }
    }

    /// <summary>After a fork, when the old one is shared with the parent.</summary>
    public void Recreate()
    {
        _loop.StopHidden(_readable);
        _handle.Dispose();
        StatWatcher[] all = ForgetAll();
        if (TryOpen() is { } handle)
        {
            _handle = handle;
            _readable.Set(handle.Fd, IoEvents.Read);
            _loop.StartHidden(_readable);
            foreach (StatWatcher watcher in all)
            {
                Add(watcher);
                watcher.Look(); // What the old one had not told yet.
            }
        }
    }

    public void Dispose()
    {
        _loop.StopHidden(_readable);
        _handle.Dispose();
        ForgetAll();
    }

    private StatWatcher[] ForgetAll()
    {
        StatWatcher[] all = [.. _watchers.Values.SelectMany(list => list)];
        Array.ForEach(all, watcher => watcher.WatchDescriptor = -1);
        _watchers.Clear();
        return all;
    }

    private void OnReady(IoEvents events)
    {
        if ((events & IoEvents.Error) != 0)
        {
            ForgetAll(); // Somebody has closed our descriptor. There is polling left.
            return;
        }
        // One buffer, and each number once: where files come and go faster than they are looked at, the loop would see to nothing else. What is left
        // makes the descriptor readable again.
        int length = Libc.Read(_handle.Fd, _buffer);
        _told.Clear();
        for (int at = 0; at < length;)
        {
            ref readonly Libc.InotifyEvent item = ref MemoryMarshal.AsRef<Libc.InotifyEvent>(_buffer.AsSpan(at));
            at += Unsafe.SizeOf<Libc.InotifyEvent>() + (int)item.NameLength;
            CollectionsMarshal.GetValueRefOrAddDefault(_told, item.WatchDescriptor, out _) |= item.Mask;
        }
        foreach ((int number, uint mask) in _told)
        {
            Tell(number, mask);
        }
    }

    private void Tell(int number, uint mask)
    {
        if (number < 0) // Note c.
        {
            foreach (StatWatcher watcher in _watchers.Values.SelectMany(list => list).ToArray())
            {
                watcher.Look();
            }
            return;
        }
        if (!_watchers.TryGetValue(number, out List<StatWatcher>? list))
        {
            return;
        }
        StatWatcher[] concerned = [.. list];
        if ((mask & (Libc.IN_IGNORED | Libc.IN_UNMOUNT)) != 0)
        {
            // The kernel has dropped the watch; the number may come again for another.
            _watchers.Remove(number);
            foreach (StatWatcher watcher in concerned)
            {
                watcher.WatchDescriptor = -1;
                Add(watcher);
            }
        }
        else if ((mask & (Libc.IN_CREATE | Libc.IN_MOVED_TO | Libc.IN_DELETE_SELF | Libc.IN_MOVE_SELF)) != 0)
        {
            // A component of the path may have come or gone.
            Array.ForEach(concerned, Renew);
        }
        Array.ForEach(concerned, watcher => watcher.Look());
    }
}
