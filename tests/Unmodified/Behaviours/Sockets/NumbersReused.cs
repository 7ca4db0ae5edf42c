using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

/// <summary>Descriptors that others open and close come again with the same numbers.</summary>
class NumbersReused : Scenario
{
    public override int Run()
    {
        int[] first = SocketPair();
        Native("sockets", first, dispose: true);
        Close(first);

        int[] second = SocketPair();
        Say("same numbers: " + first.SequenceEqual(second));
        Native("without dispose", second, dispose: false);
        Close(second);

        int[] third = SocketPair();
        Polled("select", third, s => Socket.Select(new List<Socket> { s }, null, null, -1));
        Close(third);

        int[] fourth = SocketPair();
        Say("same numbers: " + first.SequenceEqual(fourth));
        Polled("poll", fourth, s => s.Poll(-1, SelectMode.SelectRead));
        Close(fourth);

        int[] fifth = SocketPair();
        Say("same numbers: " + first.SequenceEqual(fifth));
        Given("given away", fifth);
        Close(fifth);

        // An own socket of the program's with such a number; and then, through another, a wait for a full buffer.
        int[] sixth = SocketPair();
        var own = new Socket(new SafeSocketHandle(sixth[1], ownsHandle: true));
        var other = new Socket(new SafeSocketHandle(sixth[0], ownsHandle: true));
        Twice("owned", own, other);
        Fill("full", own, other);
        own.Dispose();
        other.Dispose();

        // Number and all become a pipe's.
        int[] seventh = SocketPair();
        Native("before a pipe", seventh, dispose: true);
        Close(seventh);
        int[] ends = new int[2];
        Check(Pipe(ends));
        Say("same numbers: " + seventh.SequenceEqual(ends));
        using (var read = new FileStream(new SafeFileHandle(ends[0], true), FileAccess.Read, 0))
        using (var write = new FileStream(new SafeFileHandle(ends[1], true), FileAccess.Write, 0))
        {
            Thread t = Go(() => Say("pipe: " + read.Read(new byte[9])));
            Settle();
            write.Write(new byte[4]);
            t.Join();
        }

        Borrowed();
        return 0;
    }

    static void Native(string label, int[] pair, bool dispose)
    {
        var a = new Socket(new SafeSocketHandle(pair[0], ownsHandle: false));
        var b = new Socket(new SafeSocketHandle(pair[1], ownsHandle: false));
        Twice(label, a, b);
        Twice(label + ", back", b, a);
        if (dispose)
        {
            a.Dispose();
            b.Dispose();
        }
    }

    static void Twice(string label, Socket reader, Socket writer)
    {
        for (int i = 0; i < 2; i++)
        {
            Thread t = Go(() => Say(label + ": " + reader.Receive(new byte[9])));
            Thread.Sleep(50);
            writer.Send(new byte[3 + i]);
            t.Join();
        }
    }

    static void Polled(string label, int[] pair, Action<Socket> wait)
    {
        var a = new Socket(new SafeSocketHandle(pair[0], ownsHandle: false));
        var b = new Socket(new SafeSocketHandle(pair[1], ownsHandle: false));
        Thread t = Go(() =>
        {
            wait(b);
            Say(label + ": " + b.Receive(new byte[9]));
        });
        Thread.Sleep(50);
        a.Send(new byte[5]);
        t.Join();
    }

    // The handle is made to let go of a descriptor that it owned.
    static void Given(string label, int[] pair)
    {
        var a = new Socket(new SafeSocketHandle(pair[0], ownsHandle: true));
        var b = new Socket(new SafeSocketHandle(pair[1], ownsHandle: true));
        Twice(label, a, b);
        a.SafeHandle.SetHandleAsInvalid();
        b.SafeHandle.SetHandleAsInvalid();
    }

    static void Fill(string label, Socket writer, Socket reader)
    {
        Thread t = Go(() => Say(label + ", sent: " + writer.Send(new byte[1 << 20])));
        Settle();
        byte[] buffer = new byte[1 << 16];
        int all = 0;
        while (all < 1 << 20)
        {
            all += reader.Receive(buffer);
        }

        t.Join();
        Say(label + ": " + all);
    }

    // Disposing a socket that only borrows its descriptor does not end a receive on it.
    static void Borrowed()
    {
        int[] pair = SocketPair();
        var a = new Socket(new SafeSocketHandle(pair[0], ownsHandle: false));
        var b = new Socket(new SafeSocketHandle(pair[1], ownsHandle: false));
        Thread reader = Go(() => Outcome("borrowed", () => Say("borrowed: " + b.Receive(new byte[9]))));
        Settle();
        Thread closer = Go(b.Dispose);
        Settle();
        Say("reads on: " + reader.IsAlive);
        a.Send(new byte[6]);
        reader.Join();
        closer.Join();
        a.Dispose();
        Close(pair);
    }

    static int[] SocketPair()
    {
        int[] pair = new int[2];
        Check(SocketPair(1, 1, 0, pair)); // AF_UNIX, SOCK_STREAM
        return pair;
    }

    static void Close(int[] pair)
    {
        Check(Close(pair[0]));
        Check(Close(pair[1]));
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

    [DllImport("libc", EntryPoint = "pipe")]
    static extern int Pipe(int[] ends);

    [DllImport("libc", EntryPoint = "close")]
    static extern int Close(int fd);
}
