using System.Runtime.CompilerServices;
using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>
/// An io_uring and its memory: the calls, without any policy. What is odd about it:
/// <list type="bullet">
/// <item>a) glibc has no functions for it, so that it goes by the numbers of the system calls.</item>
/// <item>b) It is three mappings, whose inner offsets the kernel tells. Heads and tails run free and are masked when used.</item>
/// <item>c) io_uring_enter says how many requests it took, and if that is any, nothing about the wait. What it took is therefore read off
/// the ring.</item>
/// <item>d) Completions that do not fit are kept by the kernel (since 5.5) and handed over by the next enter that asks for events.</item>
/// <item>e) The call that waits must be an ordinary P/Invoke, during which the GC may run.</item>
/// </list>
/// </summary>
internal sealed unsafe class IoUringRing : IDisposable
{
    // EXT_ARG: a wait can have a timeout (5.11). RSRC_TAGS came with multishot poll (5.13), which has no flag of its own.
    private const uint NeededFeatures = Libc.IORING_FEAT_NODROP | Libc.IORING_FEAT_EXT_ARG | Libc.IORING_FEAT_RSRC_TAGS;

    // How long to wait for a transfer that should have been over, before looking again.
    private const long LateTransferNs = 1_000_000;

    private readonly uint _submissionCapacity;
    private readonly uint _completionCapacity;
    private DescriptorHandle? _handle;
    private byte* _submissions;
    private byte* _completions;
    private Libc.IoUringRequest* _requests;
    private Libc.IoUringParams _layout;
    private uint _tail;

    /// <param name="submissionCapacity">A power of two.</param>
    /// <param name="completionCapacity">A power of two, and not less.</param>
    /// <exception cref="PlatformNotSupportedException">There is no io_uring here; the message says why.</exception>
    /// <exception cref="IOException">The process is out of descriptors or memory.</exception>
    public IoUringRing(int submissionCapacity, int completionCapacity)
        : this((uint)submissionCapacity, (uint)completionCapacity)
    {
        if (Create() is { } refusal)
        {
            Dispose();
            throw refusal;
        }
    }

    private IoUringRing(uint submissionCapacity, uint completionCapacity)
    {
        _submissionCapacity = submissionCapacity;
        _completionCapacity = completionCapacity;
    }

    ~IoUringRing() => Unmap();

    public int Fd => _handle is { IsClosed: false } handle ? handle.Fd : -1;

    /// <summary>Whether the next request needs a <see cref="Submit"/> first.</summary>
    public bool IsFull => _tail - Volatile.Read(ref Submission(_layout.SqHead)) == _layout.SqEntries;

    /// <summary>Whether the kernel has yet to take requests: it may have taken only some.</summary>
    public bool HasUnsubmitted => _tail != Volatile.Read(ref Submission(_layout.SqHead));

    /// <summary>Note d.</summary>
    public bool HasOverflown => (Volatile.Read(ref Submission(_layout.SqFlags)) & Libc.IORING_SQ_CQ_OVERFLOW) != 0;

    /// <summary>
    /// As the constructor; null instead of an exception. For who may not throw even what it catches: the program's handlers of exceptions run where one is thrown, and
    /// may wait.
    /// </summary>
    public static IoUringRing? TryCreate(int submissionCapacity, int completionCapacity)
    {
        IoUringRing ring = new((uint)submissionCapacity, (uint)completionCapacity);
        if (ring.Create() is null)
        {
            return ring;
        }
        ring.Dispose();
        return null;
    }

    /// <summary>Requests one completion when the descriptor is ready, or, if <paramref name="isMultishot"/>, one at each change.</summary>
    public void AddPoll(int fd, ushort events, ulong tag, bool isMultishot)
    {
        Libc.IoUringRequest* request = Next();
        *request = default;
        request->Operation = Libc.IORING_OP_POLL_ADD;
        request->Fd = fd;
        request->PollEvents = events;
        request->Length = isMultishot ? Libc.IORING_POLL_ADD_MULTI : 0;
        request->Tag = tag;
        Publish();
    }

    /// <summary>Takes back the request that was made under <paramref name="target"/>.</summary>
    public void RemovePoll(ulong target, ulong tag)
    {
        Libc.IoUringRequest* request = Next();
        *request = default;
        request->Operation = Libc.IORING_OP_POLL_REMOVE;
        request->Fd = -1;
        request->Target = target;
        request->Tag = tag;
        Publish();
    }

    /// <summary>Requests one receive or send that does not wait, and raises no SIGPIPE: it is over when it has been handed over.</summary>
    public void AddTransfer(bool isSend, int fd, byte* buffer, uint length, ulong tag)
    {
        Libc.IoUringRequest* request = Next();
        *request = default;
        request->Operation = isSend ? Libc.IORING_OP_SEND : Libc.IORING_OP_RECV;
        request->Fd = fd;
        request->Target = (ulong)buffer;
        request->Length = length;
        request->MessageFlags = Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL;
        request->Tag = tag;
        Publish();
    }

    /// <summary>
    /// Makes the transfers that were added, if there is no other request, and puts the result of each, a count or a negative errno, in the place of its tag.
    /// False when the kernel refused some, whose places are left alone, or did not do at once what must not wait; nothing is under way afterwards.
    /// </summary>
    public bool Transfer(int count, Span<int> results)
    {
        bool isAtOnce = true;
        while (count != 0)
        {
            _ = Submit(isAtOnce ? 0 : LateTransferNs);
            while (TryTake(out Libc.IoUringCompletion completion))
            {
                results[(int)completion.Tag] = completion.Result;
                count--;
            }
            if (count != 0)
            {
                isAtOnce = false;
                count -= TakeBack();
            }
        }
        return isAtOnce;
    }

    /// <summary>Hands over the requests and waits for at most <paramref name="timeoutNs"/> nanoseconds. Not negative, or a negative
    /// errno.</summary>
    public int Submit(long timeoutNs)
    {
        uint count = _tail - Volatile.Read(ref Submission(_layout.SqHead)); // Note c.
        if (timeoutNs == 0)
        {
            return Libc.IoUringEnter(Fd, count, 0, Libc.IORING_ENTER_GETEVENTS, null);
        }
        var timeout = new Libc.Timespec(timeoutNs / 1_000_000_000, timeoutNs % 1_000_000_000);
        var wait = new Libc.IoUringWait { Timeout = (ulong)&timeout };
        return Libc.IoUringEnter(Fd, count, 1, Libc.IORING_ENTER_GETEVENTS | Libc.IORING_ENTER_EXT_ARG, &wait);
    }

    /// <returns>False when there is no completion to take.</returns>
    public bool TryTake(out Libc.IoUringCompletion completion)
    {
        ref uint head = ref Completion(_layout.CqHead);
        uint index = head; // Only we write it.
        if (index == Volatile.Read(ref Completion(_layout.CqTail)))
        {
            completion = default;
            return false;
        }
        var items = (Libc.IoUringCompletion*)(_completions + _layout.CqItems);
        completion = items[index & (_layout.CqEntries - 1)];
        Volatile.Write(ref head, index + 1);
        return true;
    }

    /// <summary>Starts again with no requests. Those that were made are cancelled by the kernel.</summary>
    /// <exception cref="IOException">The process is out of descriptors or memory.</exception>
    public void Reset()
    {
        // In this order, so that it works on the last descriptor that the process may have.
        Unmap();
        _handle?.Dispose();
        if (Create() is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>For tests of what is done when the kernel refuses.</summary>
    public void CloseDescriptor() => _handle?.Dispose();

    public void Dispose()
    {
        Unmap();
        _handle?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes back the requests that the kernel has not taken, and says how many.</summary>
    private int TakeBack()
    {
        uint head = Volatile.Read(ref Submission(_layout.SqHead));
        int count = (int)(_tail - head);
        _tail = head;
        Volatile.Write(ref Submission(_layout.SqTail), head);
        return count;
    }

    /// <returns>Why there is none, not thrown; null when it is there.</returns>
    private Exception? Create()
    {
        Libc.IoUringParams layout = default;
        layout.Flags = Libc.IORING_SETUP_CQSIZE;
        layout.CqEntries = _completionCapacity;
        int fd = Libc.IoUringSetup(_submissionCapacity, &layout);
        if (fd is -Libc.ENOSYS or -Libc.EPERM)
        {
            return new PlatformNotSupportedException(fd == -Libc.ENOSYS
                ? "This kernel has no io_uring (io_uring_setup failed with ENOSYS)."
                : "io_uring is forbidden here, by the sysctl kernel.io_uring_disabled or a seccomp filter (io_uring_setup failed with EPERM).");
        }
        if (fd < 0)
        {
            return new IOException($"io_uring_setup failed with errno {-fd}.");
        }
        _handle = DescriptorHandle.Own(fd, "io_uring_setup");
        if ((layout.Features & NeededFeatures) != NeededFeatures)
        {
            return new PlatformNotSupportedException("This kernel's io_uring is too old for an event loop, which needs Linux 5.13.");
        }
        _layout = layout;
        _submissions = Map(SubmissionsSize, Libc.IORING_OFF_SQ_RING, out int error);
        _completions = error != 0 ? null : Map(CompletionsSize, Libc.IORING_OFF_CQ_RING, out error);
        _requests = error != 0 ? null : (Libc.IoUringRequest*)Map(RequestsSize, Libc.IORING_OFF_SQES, out error);
        if (error != 0)
        {
            return new IOException($"mmap of an io_uring failed with errno {-error}.");
        }
        _tail = 0;
        // Request i always stands in place i: the indirection has no use here.
        for (uint i = 0; i < layout.SqEntries; i++)
        {
            Submission(layout.SqArray + i * sizeof(uint)) = i;
        }
        return null;
    }

    private nuint SubmissionsSize => _layout.SqArray + (nuint)_layout.SqEntries * sizeof(uint);

    private nuint CompletionsSize => _layout.CqItems + (nuint)_layout.CqEntries * (nuint)sizeof(Libc.IoUringCompletion);

    private nuint RequestsSize => (nuint)_layout.SqEntries * (nuint)sizeof(Libc.IoUringRequest);

    private byte* Map(nuint length, long offset, out int error) => Libc.MmapShared(Fd, length, offset, out error);

    private void Unmap()
    {
        Unmap(_submissions, SubmissionsSize);
        Unmap(_completions, CompletionsSize);
        Unmap((byte*)_requests, RequestsSize);
        _submissions = _completions = null;
        _requests = null;
    }

    private static void Unmap(byte* address, nuint length)
    {
        if (address is not null)
        {
            _ = Libc.Munmap(address, length);
        }
    }

    private Libc.IoUringRequest* Next() => _requests + (_tail & (_layout.SqEntries - 1));

    private void Publish() => Volatile.Write(ref Submission(_layout.SqTail), ++_tail);

    private ref uint Submission(uint offset) => ref Unsafe.AsRef<uint>(_submissions + offset);

    private ref uint Completion(uint offset) => ref Unsafe.AsRef<uint>(_completions + offset);
}
