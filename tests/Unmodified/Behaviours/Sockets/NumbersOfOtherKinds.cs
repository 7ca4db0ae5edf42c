using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>The number of a stream that somebody waited on, and that was closed behind everybody's back, becomes that of something else.</summary>
class NumbersOfOtherKinds : Scenario
{
    public override int Run()
    {
        int[] used = Use();
        var to = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Say("a datagram socket, same number: " + (to.Handle == used[0]));
        to.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var from = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        from.Connect(to.LocalEndPoint);
        for (int i = 1; i <= 2; i++)
        {
            from.Send(new byte[i]);
        }
        Outcome("nothing of a datagram", () => Say("got " + to.Receive(new byte[0])));
        Say("the next: " + to.Receive(new byte[9]));
        to.Dispose();
        from.Dispose();

        // A wait for urgent data may need a descriptor of its own.
        (Socket a, Socket b) = Pair();
        Use();
        Thread t = Go(() => Say("urgent: " + a.Poll(-1, SelectMode.SelectError)));
        Settle();
        b.Send(new byte[1], SocketFlags.OutOfBand);
        t.Join();
        return 0;
    }

    static int[] Use()
    {
        int[] pair = new int[2];
        Check(SocketPair(1, 1, 0, pair)); // AF_UNIX, SOCK_STREAM
        var a = new Socket(new SafeSocketHandle(pair[0], ownsHandle: false));
        var b = new Socket(new SafeSocketHandle(pair[1], ownsHandle: false));
        Thread t = Go(() => Say("stream: " + a.Receive(new byte[9])));
        Settle();
        b.Send(new byte[4]);
        t.Join();
        Check(Close(pair[0]));
        Check(Close(pair[1]));
        return pair;
    }

    static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException("a system call failed");
        }
    }

    [DllImport("libc", EntryPoint = "socketpair")]
    static extern int SocketPair(int family, int type, int protocol, int[] pair);

    [DllImport("libc", EntryPoint = "close")]
    static extern int Close(int fd);
}
