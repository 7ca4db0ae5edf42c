using System.Runtime.CompilerServices;
using Shim.Loop;

namespace Shim.Green;

/// <summary>
/// Who waits on a descriptor. Its watcher is started when somebody waits and stopped when it fires; when the same green thread comes
/// back before the next poll, the two cancel out and the kernel is not asked (libev's fd_reify).
/// </summary>
internal sealed class FdEntry
{
    private readonly IoWatcher _watcher;
    private readonly int _fd;
    private FdWaiter? _first;
    private FdWaiter? _last;
    private IoEvents _watched;
    private bool _isForgotten;
    private int _user;
    private FullReads _fullReads;

    internal FdEntry(EventLoop loop, int fd)
    {
        _fd = fd;
        _watcher = new IoWatcher(loop, fd, IoEvents.Read, static (watcher, events) => ((FdEntry)watcher.Data!).OnReady(events)) { Data = this, AsksIfSound = true };
        _watched = IoEvents.Read;
    }

    internal bool HasWaiters => Volatile.Read(ref _first) is not null;

    /// <summary>Lost with the file.</summary>
    internal FdHint Hint { get; set; }

    /// <summary>Lost with the file.</summary>
    internal ref FullReads FullReads => ref _fullReads;

    /// <summary>Whether the last receive brought more than a <see cref="SocketBatch"/> takes. Lost with the file.</summary>
    internal bool IsBulky { get; set; }

    /// <summary>Which green thread received last, by its <see cref="GreenThread.NativeId"/>. Lost with the file.</summary>
    internal int Reader { get; set; }

    /// <summary>Whether <paramref name="handle"/> was the last to say <see cref="Meet"/>.</summary>
    /// <remarks>Told by its hash, as the entry must not keep it alive: of two handles in 67 million that get a number one after the other, both pass for the same.</remarks>
    internal bool IsOf(object handle) => _user == RuntimeHelpers.GetHashCode(handle);

    /// <summary>
    /// Says which handle the number is used through. Another than the last one: what was known may be of another file, for one that was not ours to close
    /// (a handle that does not own its descriptor, or has been made invalid) goes without <see cref="Forget"/>. Any thread.
    /// </summary>
    internal void Meet(object handle)
    {
        if (!IsOf(handle))
        {
            Forget();
            _user = RuntimeHelpers.GetHashCode(handle);
        }
    }

    /// <summary>Any thread.</summary>
    internal void Forget()
    {
        _user = 0;
        IsBulky = false;
        Reader = 0;
        Hint = FdHint.Unknown;
        _fullReads = default;
        Volatile.Write(ref _isForgotten, true);
    }

    internal void Add(FdWaiter waiter)
    {
        waiter.IsSound = false;
        waiter.IsQueued = true;
        waiter.Next = null;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        Watch(_first == waiter ? waiter.Interest : _watched | waiter.Interest);
    }

    internal void Remove(FdWaiter waiter)
    {
        if (!waiter.IsQueued)
        {
            return;
        }

        FdWaiter? previous = null;
        IoEvents rest = IoEvents.None;
        for (FdWaiter? w = _first; w is not null; w = w.Next)
        {
            if (w.Next == waiter)
            {
                previous = w;
            }

            rest |= w == waiter ? IoEvents.None : w.Interest;
        }

        Unlink(previous, waiter);
        if (_first is null)
        {
            _watcher.Stop();
        }
        else
        {
            Watch(rest);
        }
    }

    internal void WakeAll(WakeReason reason)
    {
        FdWaiter? waiter = _first;
        _first = null;
        _last = null;
        _watcher.Stop();
        while (waiter is not null)
        {
            FdWaiter? next = waiter.Next;
            waiter.Next = null;
            waiter.IsQueued = false;
            waiter.Green!.TryUnpark(waiter.Ticket, reason);
            waiter = next;
        }
    }

    private void OnReady(IoEvents events)
    {
        bool failed = (events & IoEvents.Error) != 0;
        FdWaiter? previous = null;
        FdWaiter? waiter = _first;
        IoEvents rest = IoEvents.None;
        while (waiter is not null)
        {
            FdWaiter? next = waiter.Next;
            if (failed || (events & waiter.Interest) != IoEvents.None)
            {
                waiter.IsSound = (events & IoWatcher.Sound) != IoEvents.None;
                Unlink(previous, waiter);
                if (waiter.Green!.TryUnpark(waiter.Ticket) && waiter.Length != 0)
                {
                    waiter.Green.Hub.WillReceive(waiter);
                }
            }
            else
            {
                rest |= waiter.Interest;
                previous = waiter;
            }

            waiter = next;
        }

        if (_first is null)
        {
            _watcher.Stop();
        }
        else
        {
            Watch(rest);
        }
    }

    private void Unlink(FdWaiter? previous, FdWaiter waiter)
    {
        if (previous is null)
        {
            _first = waiter.Next;
        }
        else
        {
            previous.Next = waiter.Next;
        }

        if (_last == waiter)
        {
            _last = previous;
        }

        waiter.Next = null;
        waiter.IsQueued = false;
    }

    private void Watch(IoEvents events)
    {
        if (Volatile.Read(ref _isForgotten))
        {
            _isForgotten = false;
            _watcher.Stop();
            _watcher.Set(_fd, events);
            _watched = events;
        }
        else if (events != _watched)
        {
            _watcher.Stop();
            _watcher.Set(_fd, events);
            _watched = events;
        }

        _watcher.Start();
    }
}
