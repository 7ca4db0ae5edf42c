using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Shim.Green;
using Shim.Green.Interop;
using Xunit;

namespace Green.Tests;

/// <summary>The calls of a batch give what the calls themselves would give; and when the kernel refuses, every caller is told to make its own.</summary>
public sealed class SocketBatchTests : IDisposable
{
    private const int BadDescriptor = -9;
    private const int TryAgain = -11;
    private const int BrokenPipe = -32;
    private const int NotSocket = -88;
    private const int ConnectionReset = -104;

    private readonly List<IDisposable> _opened = [];
    private readonly SocketBatch _batch = SocketBatch.TryCreate() ?? throw new PlatformNotSupportedException("These tests need io_uring, and no filter of system calls.");

    public void Dispose()
    {
        _opened.ForEach(opened => opened.Dispose());
        _batch.Dispose();
    }

    [Fact]
    public void Receives_and_sends_have_the_results_of_the_calls()
    {
        (Socket a, Socket b) = Pair();
        (Socket ended, Socket end) = Pair();
        (Socket reset, Socket resetter) = Pair();
        using FileStream file = new(typeof(SocketBatchTests).Assembly.Location, FileMode.Open, FileAccess.Read);
        b.Send("hello"u8);
        end.Shutdown(SocketShutdown.Send);
        resetter.LingerState = new LingerOption(true, 0);
        resetter.Dispose();
        WaitUntilReadable(a, ended, reset);

        FdWaiter[] calls =
        [
            Receive(a, 3), Receive(a, 100), Receive(a, 100), Receive(ended, 100), Receive(reset, 100), Receive(1_000_000, 100),
            Receive((int)file.SafeFileHandle.DangerousGetHandle(), 100), Send(b, new byte[SocketBatch.SlotSize]), Send(ended, "to who still reads"u8),
            Send(reset, "to nobody"u8),
        ];
        _batch.Run().Should().BeTrue();

        Span<byte> got = stackalloc byte[100];
        Result(calls[0], got).Should().Be(3);
        got[..3].SequenceEqual("hel"u8).Should().BeTrue();
        Result(calls[1], got).Should().Be(2);
        got[..2].SequenceEqual("lo"u8).Should().BeTrue();
        calls[2..].Select(call => Result(call, default)).Should().Equal(
            TryAgain, 0, ConnectionReset, BadDescriptor, NotSocket, SocketBatch.SlotSize, "to who still reads".Length, BrokenPipe);
    }

    [Fact]
    public void A_full_socket_takes_a_part_or_nothing_and_a_send_raises_no_signal()
    {
        (Socket a, _) = Pair();
        a.SendBufferSize = 5000;
        int sent = 0;
        int result;
        do
        {
            FdWaiter call = Send(a, new byte[SocketBatch.SlotSize]);
            _batch.Run();
            result = Result(call, default);
            sent += Math.Max(result, 0);
        }
        while (result > 0);

        result.Should().Be(TryAgain);
        sent.Should().BeGreaterThan(5000);
    }

    [Fact]
    public void A_receive_longer_than_a_slot_brings_what_fits_into_one()
    {
        (Socket a, Socket b) = Pair();
        byte[] data = new byte[SocketBatch.SlotSize + 100];
        Random.Shared.NextBytes(data);
        b.Send(data);
        FdWaiter call = Receive(a, 100_000);
        while (a.Available < data.Length)
        {
            Thread.Yield();
        }

        _batch.Run();

        byte[] got = new byte[100_000];
        Result(call, got).Should().Be(SocketBatch.SlotSize);
        got.AsSpan(0, SocketBatch.SlotSize).SequenceEqual(data.AsSpan(0, SocketBatch.SlotSize)).Should().BeTrue();
        got.AsSpan(SocketBatch.SlotSize).ContainsAnyExcept((byte)0).Should().BeFalse();
        a.Available.Should().Be(100, "the rest stays in the kernel");
    }

    [Fact]
    public void A_slot_is_not_used_again_before_what_lies_in_it_was_taken()
    {
        (Socket a, Socket b) = Pair();
        b.Send("kept"u8);
        WaitUntilReadable(a);
        FdWaiter kept = Receive(a, 4);
        _batch.Run();
        for (int round = 0; round < 3; round++)
        {
            List<FdWaiter> sends = [];
            FdWaiter send = new() { Fd = Fd(b) };
            while (_batch.AddSend(send, "x"u8))
            {
                sends.Add(send);
                send = new FdWaiter { Fd = Fd(b) };
            }

            sends.Should().HaveCount(SocketBatch.Capacity - 1);
            send.Slot.Should().Be(0);
            _batch.Run();
            sends.Select(call => Result(call, default)).Should().OnlyContain(result => result == 1);
        }

        Span<byte> got = stackalloc byte[4];
        Result(kept, got).Should().Be(4);
        got.SequenceEqual("kept"u8).Should().BeTrue();
        _batch.AddSend(new FdWaiter { Fd = Fd(b) }, "x"u8).Should().BeTrue();
        _batch.Run();
    }

    [Fact]
    public void When_the_kernel_refuses_the_callers_make_their_calls_themselves()
    {
        (Socket a, Socket b) = Pair();
        FdWaiter[] calls = [Send(b, "never sent"u8), Receive(a, 10)];
        _batch.CloseRing();

        _batch.Run().Should().BeFalse("nobody is to use it any more");
        calls.Select(call => _batch.Take(call, default, out _)).Should().Equal(false, false);
        calls.Select(call => call.Slot).Should().Equal(0, 0);
        b.Send("sent"u8);
        byte[] got = new byte[10];
        a.Receive(got).Should().Be(4);
    }

    [Fact]
    public void Where_system_calls_are_filtered_it_is_not_even_tried()
    {
        bool isNull = false;
        bool isFiltered = false;

        // Both are this thread's own, and end with it.
        Thread thread = new(() =>
        {
            isFiltered = FilterNothing();
            isNull = SocketBatch.TryCreate() is null;
        });
        thread.Start();
        thread.Join();

        isFiltered.Should().BeTrue();
        isNull.Should().BeTrue("a filter may kill who asks for io_uring");
    }

    // A filter of one instruction that lets everything pass.
    private static unsafe bool FilterNothing()
    {
        const int setNoNewPrivileges = 38; // <linux/prctl.h>
        const int setSeccomp = 22;
        const ulong returnAllow = 0x7FFF0000_00000006; // <linux/bpf_common.h> BPF_RET, <linux/seccomp.h> SECCOMP_RET_ALLOW
        ulong instruction = returnAllow;
        ulong* program = stackalloc ulong[] { 1, (ulong)&instruction };
        return Libc.Prctl(setNoNewPrivileges, 1, 0, 0, 0) == 0 && Libc.Prctl(setSeccomp, 2, (nuint)program, 0, 0) == 0;
    }

    private static int Fd(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();

    private static void WaitUntilReadable(params ReadOnlySpan<Socket> sockets)
    {
        foreach (Socket socket in sockets)
        {
            socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead).Should().BeTrue();
        }
    }

    private FdWaiter Receive(Socket socket, int length) => Receive(Fd(socket), length);

    private FdWaiter Receive(int fd, int length)
    {
        FdWaiter call = new() { Fd = fd, Length = length };
        _batch.AddReceive(call).Should().BeTrue();
        return call;
    }

    private FdWaiter Send(Socket socket, ReadOnlySpan<byte> data)
    {
        FdWaiter call = new() { Fd = Fd(socket) };
        _batch.AddSend(call, data).Should().BeTrue();
        return call;
    }

    private int Result(FdWaiter call, Span<byte> buffer)
    {
        _batch.Take(call, buffer, out int result).Should().BeTrue();
        return result;
    }

    private (Socket A, Socket B) Pair()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket a = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _opened.Add(a);
        a.Connect(listener.LocalEndPoint!);
        Socket b = listener.Accept();
        _opened.Add(b);
        return (a, b);
    }
}
