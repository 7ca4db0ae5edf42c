using System.Net.Sockets;
using System.Reflection;
using FluentAssertions;
using Shim.Patching.Replacements;

namespace Patching.Tests.Sockets;

/// <summary>What the socket replacements believe of the framework's private side, checked against sockets in known states.</summary>
public sealed class SocketProbeTests
{
    public SocketProbeTests() => SocketCall.Probe().Should().BeNull();

    [Fact]
    public async Task A_queue_is_idle_until_an_asynchronous_operation_waits_in_it()
    {
        (Socket one, Socket other) = Pair();
        using (one)
        using (other)
        {
            object context = ContextOf(one);
            SocketContext.IsReceiveIdle(context).Should().BeTrue();

            byte[] buffer = new byte[1];
            Task<int> pending = one.ReceiveAsync(buffer, SocketFlags.None);
            SocketContext.IsReceiveIdle(context).Should().BeFalse();
            SocketContext.IsSendIdle(context).Should().BeTrue("nothing waits to be sent");

            other.Send(new byte[1]);
            (await pending).Should().Be(1);
            SpinWait.SpinUntil(() => SocketContext.IsReceiveIdle(context), TimeSpan.FromSeconds(30)).Should().BeTrue();
        }
    }

    [Fact]
    public void A_send_that_waits_makes_the_send_queue_busy()
    {
        (Socket one, Socket other) = Pair();
        using (other)
        {
            object context = ContextOf(one);
            Task<int> pending = one.SendAsync(new byte[100_000_000], SocketFlags.None);
            SocketContext.IsSendIdle(context).Should().BeFalse();
            SocketContext.IsReceiveIdle(context).Should().BeTrue();
            one.Dispose();
            pending.Invoking(static t => t.GetAwaiter().GetResult()).Should().Throw<SocketException>();
        }
    }

    [Fact]
    public void The_context_knows_its_handle_and_its_mode()
    {
        (Socket one, Socket other) = Pair();
        using (one)
        using (other)
        {
            object context = ContextOf(one);
            SocketContext.Handle(context).Should().BeSameAs(one.SafeHandle);
            SocketHandle.Of(one).Should().BeSameAs(one.SafeHandle);
            SocketHandle.IsSocket(one.SafeHandle).Should().BeTrue();
            SocketContext.IsNonBlocking(context).Should().BeFalse();
            SocketContext.SetNonBlocking(context);
            SocketContext.IsNonBlocking(context).Should().BeTrue();
            one.Blocking.Should().BeTrue("the user did not ask for it");
        }
    }

    [Fact]
    public void A_close_is_seen_while_others_hold_the_handle()
    {
        (Socket one, Socket other) = Pair();
        using (other)
        {
            SafeSocketHandle handle = one.SafeHandle;
            bool held = false;
            handle.DangerousAddRef(ref held);
            SocketHandle.IsClosing(handle).Should().BeFalse();
            Thread closer = new(one.Dispose);
            closer.Start();
            SpinWait.SpinUntil(() => SocketHandle.IsClosing(handle), TimeSpan.FromSeconds(30)).Should().BeTrue();
            handle.DangerousRelease();
            closer.Join();
        }
    }

    [Theory]
    [InlineData(0, SocketError.Success)]
    [InlineData(SocketAttempts.Again, SocketError.WouldBlock)]
    [InlineData(0x1000f, SocketError.ConnectionReset)]
    public void Errors_are_translated_as_the_framework_does(int error, SocketError expected) =>
        SocketAttempts.ToSocketError(error).Should().Be(expected);

    private static object ContextOf(Socket socket) =>
        typeof(SafeSocketHandle).GetProperty("AsyncContext", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(socket.SafeHandle)!;

    private static (Socket One, Socket Other) Pair()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        one.Connect(listener.LocalEndPoint!);
        return (one, listener.Accept());
    }
}
