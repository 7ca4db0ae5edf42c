class NonBlocking : Scenario
{
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        a.Blocking = false;
        Go(() =>
        {
            Outcome("receive", () => a.Receive(new byte[10]));
            int n = a.Receive(new byte[10], 0, 10, SocketFlags.None, out SocketError error);
            Say("receive: " + n + " " + error);
            Outcome("fill", () =>
            {
                while (true)
                {
                    a.Send(new byte[100000]);
                }
            });
            using Socket listener = Listen();
            listener.Blocking = false;
            Outcome("accept", () => listener.Accept());
            var c = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            try
            {
                c.Connect(listener.LocalEndPoint);
            }
            catch (SocketException e)
            {
                Say("connect: " + (e.SocketErrorCode == SocketError.WouldBlock || e.SocketErrorCode == SocketError.InProgress));
            }
            Say("connected in the end: " + c.Poll(5000000, SelectMode.SelectWrite));
            Say("accept after poll: " + listener.Poll(5000000, SelectMode.SelectRead) + " " + (listener.Accept() != null));
        }).Join();
        b.Receive(new byte[1]);
        a.Blocking = true;
        Say("blocking again: " + a.Blocking);
        Thread t = Go(() => Say("waits now: " + a.Receive(new byte[10])));
        Settle();
        b.Send(new byte[3]);
        t.Join();
        return 0;
    }
}
