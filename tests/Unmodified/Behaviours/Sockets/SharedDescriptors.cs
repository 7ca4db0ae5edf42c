using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>What a program does with a socket that it has received on and sent to, and shares with others, who find it as they would on any other day.</summary>
class SharedDescriptors : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Flags("new", b);
        Do("receive", a, b, s => s.Receive(new byte[9]));
        Do("receive into a list", a, b, s => s.Receive(new List<ArraySegment<byte>> { new byte[1], new byte[5] }));
        Do("peek", a, b, s => s.Receive(new byte[9], SocketFlags.Peek) + s.Receive(new byte[9]));
        Do("receive nothing", a, b, s => s.Receive(Array.Empty<byte>()) + s.Receive(new byte[9]));
        Do("stream", a, b, s => new NetworkStream(s).Read(new byte[9]));
        Do("stream nothing", a, b, s => new NetworkStream(s).Read(new byte[0]) + s.Receive(new byte[9]));
        Do("receive from", a, b, s =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            return s.ReceiveFrom(new byte[9], ref from);
        });
        b.ReceiveTimeout = 100;
        Outcome("receive in vain", () => b.Receive(new byte[9]));
        Outcome("receive in vain into a list", () => b.Receive(new List<ArraySegment<byte>> { new byte[1], new byte[5] }));
        b.ReceiveTimeout = 0;
        Flags("receives that were in vain", b);
        Sends("send", a, b, s => s.Send(new byte[4 << 20]));
        Sends("send a list", a, b, s => s.Send(new List<ArraySegment<byte>> { new byte[1 << 20], new byte[3 << 20] }));
        Sends("send with flags", a, b, s => s.Send(new byte[4 << 20], SocketFlags.DontRoute));

        var second = new Socket(new SafeSocketHandle(b.Handle, ownsHandle: false));
        Say("a second one is blocking: " + second.Blocking);
        Do("second", a, second, s => s.Receive(new byte[9]));
        Do("first again", a, b, s => s.Receive(new byte[9]));
        int copy = Dup((int)b.Handle);
        var third = new Socket(new SafeSocketHandle(copy, ownsHandle: true));
        Say("a copy is blocking: " + third.Blocking);
        Do("copy", a, third, s => s.Receive(new byte[9]));
        third.Dispose();
        using (var file = new FileStream(new SafeFileHandle(b.Handle, false), FileAccess.Read, 0))
        {
            Do("file", a, b, s => file.Read(new byte[9]));
        }

        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Thread t = Go(() =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            Say("udp: " + udp.ReceiveFrom(new byte[9], ref from));
            SocketFlags flags = SocketFlags.None;
            Say("udp message: " + udp.ReceiveMessageFrom(new byte[9], 0, 9, ref flags, ref from, out IPPacketInformation packet) + ", " + flags);
        });
        Settle();
        peer.SendTo(new byte[3], udp.LocalEndPoint);
        Settle();
        peer.SendTo(new byte[4], udp.LocalEndPoint);
        t.Join();
        Flags("udp, receiver", udp);
        Flags("udp, sender", peer);

        // What is asked for is set, and stays.
        Task<int> later = b.ReceiveAsync(new byte[9]);
        Flags("asynchronous", b);
        a.Send(new byte[2]);
        Say("asynchronous: " + later.Result);
        Do("after that", a, b, s => s.Receive(new byte[9]));
        Flags("after that", b);
        return 0;
    }

    static void Do(string label, Socket a, Socket b, Func<Socket, int> receive)
    {
        Thread t = Go(() => Outcome(label, () => Say(label + ": " + receive(b))));
        Thread.Sleep(50);
        a.Send(new byte[3]);
        t.Join();
        a.Send(new byte[2]);
        Outcome(label, () => Say(label + ", there: " + receive(b)));
        Flags(label, b);
    }

    static void Sends(string label, Socket a, Socket b, Func<Socket, int> send)
    {
        Thread t = Go(() => Outcome(label, () => Say(label + ": " + send(b))));
        Thread.Sleep(50);
        byte[] buffer = new byte[1 << 20];
        for (int all = 0; all < 4 << 20;)
        {
            all += a.Receive(buffer);
        }

        t.Join();
        Flags(label, b);
    }

    static void Flags(string label, Socket s)
    {
        const int getFlags = 3, nonBlocking = 0x800; // F_GETFL, O_NONBLOCK
        Say(label + ": " + ((Fcntl((int)s.Handle, getFlags) & nonBlocking) == 0 ? "blocking" : "not blocking"));
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    static extern int Fcntl(int fd, int command);

    [DllImport("libc", EntryPoint = "dup")]
    static extern int Dup(int fd);
}
