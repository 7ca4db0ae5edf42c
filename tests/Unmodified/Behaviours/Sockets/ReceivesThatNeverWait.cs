/// <summary>Receives with flags that end a blocking recv(2) at once where there is nothing.</summary>
class ReceivesThatNeverWait : Scenario
{
    const SocketFlags DontWait = (SocketFlags)0x1000, ErrorQueue = (SocketFlags)0x2000; // undocumented: MSG_DONTWAIT, MSG_ERRQUEUE

    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        foreach (Socket s in new[] { a, udp })
        {
            foreach (SocketFlags flags in new[] { SocketFlags.OutOfBand, ErrorQueue, ErrorQueue | SocketFlags.Peek, DontWait })
            {
                string label = s.ProtocolType + " " + (int)flags + ", ";
                if (s == udp && flags == SocketFlags.OutOfBand)
                {
                    continue;
                }

                Outcome(label + "array", () => Say(label + s.Receive(new byte[9], flags)));
                Outcome(label + "list", () => Say(label + s.Receive(new List<ArraySegment<byte>> { new byte[9] }, flags)));
                Outcome(label + "from", () =>
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    Say(label + s.ReceiveFrom(new byte[9], flags, ref from));
                });
                Outcome(label + "message", () =>
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    SocketFlags both = flags;
                    Say(label + s.ReceiveMessageFrom(new byte[9], 0, 9, ref both, ref from, out _));
                });
            }
        }

        GC.KeepAlive(b);
        return 0;
    }
}
