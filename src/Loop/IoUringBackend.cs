using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// Readiness by io_uring: a poll request for each descriptor, submitted by the very call that waits. What is odd about it:
/// <list type="bullet">
/// <item>a) The loop is level-triggered, and io_uring is not. A multishot request reports changes, so a descriptor that stays readable is
/// reported once, and Linux 6.18 refuses one with IORING_POLL_ADD_LEVEL (EINVAL). A request for one event, made anew after each, does: the
/// kernel looks when it is made. That costs no system call, only its place in the next one, and a stop after an event, which is what a green
/// thread that has been woken does, costs nothing, as nothing is registered then. libev does the same.</item>
/// <item>b) The eventfd of wake-ups is the one thing for which a change is the right thing to hear of: it is never read, and has a
/// multishot request.</item>
/// <item>c) A request holds the file. As long as it stands, close() of the descriptor closes nothing: the peer sees no end, the
/// port stays taken. So it is taken back as soon as the loop hears that nobody waits, never lazily as with epoll.</item>
/// <item>d) A request that is taken back may have been completed already. The tag of each carries a generation besides the
/// number; a completion of another generation is out of date.</item>
/// <item>e) A request belongs to the thread that made it. When that has ended, the request ends with ECANCELED, at once or instead of its
/// first event, though the loop has long moved on to another thread. It is then made again, and finds the event. While it is in a wait that no
/// signal interrupts, the request does not complete at all (its thread does that, by task work: io_uring/poll.c, io_poll_wake), whoever polls.</item>
/// <item>f) Requests are made in Poll only, as making many may need completions to be taken, and they need somebody to tell.</item>
/// </list>
/// </summary>
internal sealed class IoUringBackend : IPollBackend
{
    // In Debug so small that ordinary tests fill them, and the kernel has to keep completions for later.
#if DEBUG
    private const int SubmissionCapacity = 2;
    private const int CompletionCapacity = 4;
#else
    private const int SubmissionCapacity = 256;
    private const int CompletionCapacity = 4096;
#endif

    /// <summary>Stands for the eventfd; its lower half is no descriptor.</summary>
    private const ulong WakeTag = ulong.MaxValue;

    /// <summary>Stands for what nobody wants to hear the end of; its lower half is no descriptor.</summary>
    private const ulong NobodysTag = ulong.MaxValue - 1;

    private static readonly Lazy<string?> s_refusal = new(Probe);

    private readonly IoUringRing _ring;
    private readonly WakeDescriptor _wake;
    private Registration[] _registrations = new Registration[64];
    private int[] _toRequest = new int[16];
    private int _toRequestCount;
    private ulong[] _toTakeBack = new ulong[16];
    private int _toTakeBackCount;
    private bool _isWakeRequested;

    /// <exception cref="PlatformNotSupportedException">There is no io_uring here; the message says why.</exception>
    /// <exception cref="IOException">The process is out of descriptors or memory.</exception>
    public IoUringBackend()
    {
        _wake = new WakeDescriptor();
        try
        {
            _ring = new IoUringRing(SubmissionCapacity, CompletionCapacity);
        }
        catch
        {
            _wake.Dispose();
            throw;
        }
    }

    /// <summary>Why there is no io_uring here, in one sentence; null if there is. Any thread.</summary>
    public static string? Refusal => s_refusal.Value;

    public LoopBackends Kind => LoopBackends.IoUring;

    /// <summary>The ring, which can be polled.</summary>
    public int Descriptor => _ring.Fd;

    /// <summary>Requests wait for the next poll: until then the ring shows nothing of what they are for.</summary>
    public bool HasHiddenEvents => _toRequestCount != 0 || _toTakeBackCount != 0 || !_isWakeRequested || _ring.HasUnsubmitted;

    public int Modify(int fd, IoEvents oldEvents, IoEvents newEvents, bool mayBeNewFile)
    {
        if (fd >= _registrations.Length)
        {
            Array.Resize(ref _registrations, (int)Math.Min(Math.Max(2L * _registrations.Length, fd + 1L), Array.MaxLength));
        }
        ref Registration registration = ref _registrations[fd];
        registration.Wanted = newEvents;
        if (registration.Requested != IoEvents.None && (registration.Requested != newEvents || mayBeNewFile))
        {
            TakeBack(Tag(fd, registration.Generation++)); // Notes c and d.
            registration.Requested = IoEvents.None;
        }
        if (newEvents != IoEvents.None && registration.Requested == IoEvents.None)
        {
            RequestLater(fd, ref registration);
        }
        return 0;
    }

    public bool Poll(long timeoutNs, IPollSink sink)
    {
        MakeRequests(sink);
        int result = _ring.Submit(timeoutNs);
        if (result < 0 && result is not (-Libc.ETIME or -Libc.EINTR or -Libc.EBUSY or -Libc.EAGAIN))
        {
            throw new IOException($"io_uring_enter failed with errno {-result}: was the loop's descriptor closed by others?");
        }
        TakeCompletions(sink);
        while (_ring.HasOverflown)
        {
            _ = _ring.Submit(0);
            TakeCompletions(sink);
        }
        return true;
    }

    public void Recreate()
    {
        _ring.Reset();
        foreach (ref Registration registration in _registrations.AsSpan())
        {
            registration = default;
        }
        _toRequestCount = 0;
        _toTakeBackCount = 0;
        _isWakeRequested = false;
    }

    public void Wake() => _wake.Write();

    public void Dispose()
    {
        _ring.Dispose();
        _wake.Dispose();
    }

    private static string? Probe()
    {
        try
        {
            using var ring = new IoUringRing(2, 2);
            return null;
        }
        catch (Exception e) when (e is PlatformNotSupportedException or IOException)
        {
            return e.Message;
        }
    }

    private void RequestLater(int fd, ref Registration registration)
    {
        if (registration.IsListed)
        {
            return;
        }
        registration.IsListed = true;
        if (_toRequestCount == _toRequest.Length)
        {
            Array.Resize(ref _toRequest, _toRequestCount * 2);
        }
        _toRequest[_toRequestCount++] = fd;
    }

    private void TakeBack(ulong tag)
    {
        if (_toTakeBackCount == _toTakeBack.Length)
        {
            Array.Resize(ref _toTakeBack, _toTakeBackCount * 2);
        }
        _toTakeBack[_toTakeBackCount++] = tag;
    }

    private void MakeRequests(IPollSink sink)
    {
        for (int i = 0; i < _toTakeBackCount; i++)
        {
            MakeRoom(sink);
            _ring.RemovePoll(_toTakeBack[i], NobodysTag);
        }
        _toTakeBackCount = 0;
        if (!_isWakeRequested)
        {
            MakeRoom(sink);
            _isWakeRequested = true;
            _ring.AddPoll(_wake.Fd, (ushort)Libc.POLLIN, WakeTag, isMultishot: true); // Note b.
        }
        // Making room may take completions, whose descriptors are for the next time: it would never end with one that is always ready.
        int count = _toRequestCount;
        for (int i = 0; i < count; i++)
        {
            int fd = _toRequest[i];
            ref Registration registration = ref _registrations[fd];
            registration.IsListed = false;
            if (registration.Wanted != IoEvents.None && registration.Requested == IoEvents.None)
            {
                MakeRoom(sink);
                registration.Requested = registration.Wanted;
                _ring.AddPoll(fd, (ushort)PollBits.From(registration.Wanted), Tag(fd, registration.Generation), isMultishot: false);
            }
        }
        Array.Copy(_toRequest, count, _toRequest, 0, _toRequestCount - count);
        _toRequestCount -= count;
    }

    private void MakeRoom(IPollSink sink)
    {
        while (_ring.IsFull)
        {
            int result = _ring.Submit(0);
            if (result is -Libc.EBUSY or -Libc.EAGAIN)
            {
                TakeCompletions(sink);
            }
            else if (result < 0 && result != -Libc.EINTR)
            {
                throw new IOException($"io_uring_enter failed with errno {-result}: was the loop's descriptor closed by others?");
            }
        }
    }

    private void TakeCompletions(IPollSink sink)
    {
        while (_ring.TryTake(out Libc.IoUringCompletion completion))
        {
            if (completion.Tag == WakeTag)
            {
                _isWakeRequested &= (completion.Flags & Libc.IORING_CQE_F_MORE) != 0; // Note e.
            }
            else if (completion.Tag != NobodysTag)
            {
                Report((int)completion.Tag, (uint)(completion.Tag >> 32), completion.Result, sink);
            }
        }
    }

    private void Report(int fd, uint generation, int result, IPollSink sink)
    {
        ref Registration registration = ref _registrations[fd];
        if (registration.Generation != generation)
        {
            return; // Note d.
        }
        registration.Requested = IoEvents.None;
        if (result < 0 && result != -Libc.ECANCELED)
        {
            registration.Wanted = IoEvents.None;
            sink.Ready(fd, IoEvents.Error);
            return;
        }
        RequestLater(fd, ref registration); // Notes a and e.
        if (result > 0)
        {
            sink.Ready(fd, PollBits.ToEvents((short)result));
        }
    }

    private static ulong Tag(int fd, uint generation) => (uint)fd | (ulong)generation << 32;

    private struct Registration
    {
        /// <summary>What the loop wants to hear of.</summary>
        public IoEvents Wanted;

        /// <summary>What the request that stands is for; None if there is none.</summary>
        public IoEvents Requested;

        public uint Generation;

        /// <summary>Whether it is among those whose request has to be made.</summary>
        public bool IsListed;
    }
}
