using System.Runtime.CompilerServices;
using Shim.Loop;

namespace Shim.Green;

/// <summary>
/// Who waits on a descriptor. Its watcher is started when somebody waits and stopped when nobody does any more; when the same green thread comes
/// back before the next poll, the two cancel out and the kernel is not asked (libev's fd_reify).
/// </summary>
/// <remarks>
/// Of those who wait to take something (or to put something in), an event wakes the first in each direction, as the kernel does with threads: a thousand
/// that accept from one listener are not all woken for each connection. The others stay, and so does the watcher. The loop is level-triggered: what
/// the first leaves, or does not take at all, is reported by the next poll, and wakes the next.
/// </remarks>
internal sealed class FdEntry
{
    private readonly IoWatcher _watcher;
    private readonly int _fd;
    private FdWaiter? _first;
    private FdWaiter? _last;
    private IoEvents _watched;
    private int _reading;
    private int _writing;
    private int _looking;
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

    /// <summary>The next of those that <see cref="Hub.WakeFdWaiters"/> was called for on other threads, and whether it is one. Behind the hub's gate.</summary>
    internal FdEntry? NextClosing { get; set; }

    /// <inheritdoc cref="NextClosing"/>
    internal bool IsClosing { get; set; }

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
        Count(waiter, 1);
        Watch(Wanted);
    }

    internal void Remove(FdWaiter waiter)
    {
        if (!waiter.IsQueued)
        {
            return;
        }

        FdWaiter? previous = null;
        for (FdWaiter? w = _first; w != waiter; w = w!.Next)
        {
            previous = w;
        }

        Unlink(previous, waiter);
        WatchRest();
    }

    internal void WakeAll(WakeReason reason)
    {
        FdWaiter? waiter = _first;
        _first = null;
        _last = null;
        _reading = 0;
        _writing = 0;
        _looking = 0;
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
        // What failed has something to say to everybody: to each the same, or to none but the first.
        bool isSound = (events & IoWatcher.Sound) != IoEvents.None;
        IoEvents left = events & (IoEvents.Read | IoEvents.Write);
        FdWaiter? previous = null;
        FdWaiter? waiter = _first;
        while (waiter is not null && (left != IoEvents.None || _looking != 0))
        {
            FdWaiter? next = waiter.Next;
            if (((waiter.OnlyLooks ? events : left) & waiter.Interest) != IoEvents.None)
            {
                waiter.IsSound = isSound;
                Unlink(previous, waiter);

                // Who is not parked any more, as its time has passed, takes nothing: the next one has its turn.
                if (waiter.Green!.TryUnpark(waiter.Ticket))
                {
                    if (waiter.Length != 0)
                    {
                        waiter.Green.Hub.WillReceive(waiter);
                    }

                    if (isSound && !waiter.OnlyLooks)
                    {
                        left &= ~waiter.Interest;
                    }
                }
            }
            else
            {
                previous = waiter;
            }

            waiter = next;
        }

        WatchRest();
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
        Count(waiter, -1);
    }

    private IoEvents Wanted => (_reading != 0 ? IoEvents.Read : IoEvents.None) | (_writing != 0 ? IoEvents.Write : IoEvents.None);

    private void Count(FdWaiter waiter, int one)
    {
        _reading += (waiter.Interest & IoEvents.Read) != IoEvents.None ? one : 0;
        _writing += (waiter.Interest & IoEvents.Write) != IoEvents.None ? one : 0;
        _looking += waiter.OnlyLooks ? one : 0;
    }

    private void WatchRest()
    {
        if (_first is null)
        {
            _watcher.Stop();
        }
        else
        {
            Watch(Wanted);
        }
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
