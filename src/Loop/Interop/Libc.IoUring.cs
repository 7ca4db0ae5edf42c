using System.Runtime.InteropServices;

namespace Shim.Loop.Interop;

/// <content>io_uring: <c>linux/io_uring.h</c>, of which polls, receives and sends are used here, and what it takes to map the rings.</content>
internal static unsafe partial class Libc
{
    // <asm-generic/unistd.h>; numbers from 424 on are the same on every architecture.
    public const int SYS_io_uring_setup = 425;
    public const int SYS_io_uring_enter = 426;

    // <asm-generic/errno.h>
    public const int ENOSYS = 38;
    public const int ETIME = 62;
    public const int ECANCELED = 125;

    // <bits/socket.h>
    public const uint MSG_DONTWAIT = 0x40;
    public const uint MSG_NOSIGNAL = 0x4000;

    // <asm-generic/mman-common.h>, <linux/mman.h>
    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int MAP_SHARED = 1;
    public const int MAP_POPULATE = 0x8000;

    // <linux/io_uring.h>
    public const uint IORING_SETUP_CQSIZE = 1 << 3;
    public const uint IORING_FEAT_NODROP = 1 << 1;
    public const uint IORING_FEAT_EXT_ARG = 1 << 8;
    public const uint IORING_FEAT_RSRC_TAGS = 1 << 10;
    public const uint IORING_ENTER_GETEVENTS = 1 << 0;
    public const uint IORING_ENTER_EXT_ARG = 1 << 3;
    public const long IORING_OFF_SQ_RING = 0;
    public const long IORING_OFF_CQ_RING = 0x8000000;
    public const long IORING_OFF_SQES = 0x10000000;
    public const byte IORING_OP_POLL_ADD = 6;
    public const byte IORING_OP_POLL_REMOVE = 7;

    // <linux/io_uring.h>: from 5.6 on
    public const byte IORING_OP_SEND = 26;
    public const byte IORING_OP_RECV = 27;
    public const uint IORING_POLL_ADD_MULTI = 1 << 0;
    public const uint IORING_CQE_F_MORE = 1 << 1;
    public const uint IORING_SQ_CQ_OVERFLOW = 1 << 1;

    /// <summary>struct io_uring_params, with struct io_sqring_offsets and struct io_cqring_offsets inside.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    public struct IoUringParams
    {
        [FieldOffset(0)] public uint SqEntries;
        [FieldOffset(4)] public uint CqEntries;
        [FieldOffset(8)] public uint Flags;
        [FieldOffset(20)] public uint Features;
        [FieldOffset(40)] public uint SqHead;
        [FieldOffset(44)] public uint SqTail;
        [FieldOffset(56)] public uint SqFlags;
        [FieldOffset(64)] public uint SqArray;
        [FieldOffset(80)] public uint CqHead;
        [FieldOffset(84)] public uint CqTail;
        [FieldOffset(100)] public uint CqItems;
    }

    /// <summary>struct io_uring_sqe, as far as these requests use it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct IoUringRequest
    {
        [FieldOffset(0)] public byte Operation;
        [FieldOffset(4)] public int Fd;
        [FieldOffset(16)] public ulong Target;
        [FieldOffset(24)] public uint Length;

        /// <summary>The 16 bits of before Linux 5.9: the same bits in either byte order, unlike the 32 that came later.</summary>
        [FieldOffset(28)] public ushort PollEvents;
        [FieldOffset(28)] public uint MessageFlags;
        [FieldOffset(32)] public ulong Tag;
    }

    /// <summary>struct io_uring_cqe.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct IoUringCompletion
    {
        public readonly ulong Tag;
        public readonly int Result;
        public readonly uint Flags;
    }

    /// <summary>struct io_uring_getevents_arg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoUringWait
    {
        public ulong SignalMask;
        public uint SignalMaskSize;
        public uint Reserved;
        public ulong Timeout;
    }
}
