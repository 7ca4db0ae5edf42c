using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>
/// The descriptors that a Poll or Select waits for, as the hub's waiters. The hub knows reading and writing; urgent data, which
/// SelectError asks for, is waited for through an epoll of its own, whose descriptor is readable when something has come.
/// </summary>
internal sealed class SocketPollSet : IDisposable
{
    private readonly GreenThread _green;
    private readonly FdWaiter[] _waiters;
    private int _count;
    private SafeFileHandle? _urgent;

    /// <exception cref="OutOfMemoryException">SelectError needs a descriptor, and there is none.</exception>
    internal SocketPollSet(GreenThread green, ReadOnlySpan<PollEntry> entries, ReadOnlySpan<SafeSocketHandle> handles)
    {
        for (int i = 0; i < handles.Length; i++)
        {
            green.Hub.EntryOf(entries[i].Fd).Meet(handles[i]);
        }

        _green = green;
        _waiters = new FdWaiter[entries.Length + 1];
        foreach (PollEntry entry in entries)
        {
            if ((entry.Events & PollEntry.Priority) != 0)
            {
                AddUrgent(entry.Fd);
            }
            else
            {
                AddWaiter(entry.Fd, (entry.Events & PollEntry.Out) != 0 ? IoEvents.Write : IoEvents.Read);
            }
        }
    }

    internal ReadOnlySpan<FdWaiter> Waiters => _waiters.AsSpan(0, _count);

    /// <summary>A socket that was found readable by other means is not empty, whatever its last receive left.</summary>
    internal static void NoteReadable(GreenThread green, int fd)
    {
        FdEntry entry = green.Hub.EntryOf(fd);
        entry.FullReads.Note(0);
        if (entry.Hint == FdHint.Drained)
        {
            entry.Hint = FdHint.Stream;
        }
    }

    public void Dispose()
    {
        if (_urgent is not null)
        {
            _green.Hub.ForgetFd((int)_urgent.DangerousGetHandle());
            _urgent.Dispose();
        }
    }

    private void AddWaiter(int fd, IoEvents interest) => _waiters[_count++] = new FdWaiter { Fd = fd, Interest = interest, OnlyLooks = true };

    private unsafe void AddUrgent(int fd)
    {
        if (_urgent is null)
        {
            int created = Libc.EpollCreate1(Libc.EpollCloseOnExec);
            if (created < 0)
            {
                throw new OutOfMemoryException("No descriptor is left to wait for urgent data with.");
            }

            _urgent = new SafeFileHandle(created, ownsHandle: true);
            _green.Hub.ForgetFd(created); // who had the number may have been closed by others than us
            AddWaiter(created, IoEvents.Read);
        }

        // A socket that is listed twice is refused the second time, which changes nothing.
        EpollEvent change = new() { Events = Libc.EpollPriority };
        _ = Libc.EpollCtl((int)_urgent.DangerousGetHandle(), Libc.EpollAdd, fd, &change);
    }
}
