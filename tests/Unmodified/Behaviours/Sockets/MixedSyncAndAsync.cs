class MixedSyncAndAsync : Scenario
{
    // A socket that was used asynchronously is non-blocking underneath; blocking calls on it still block.
    public override int Run()
    {
        (Socket a, Socket b) = Pair();
        Go(() =>
        {
            Task<int> pending = a.ReceiveAsync(new ArraySegment<byte>(new byte[10]), SocketFlags.None);
            b.Send(new byte[2]);
            Say("async: " + pending.Result);
            Thread t = Go(() => Say("sync: " + a.Receive(new byte[10])));
            Settle();
            b.SendAsync(new ArraySegment<byte>(new byte[3]), SocketFlags.None).Wait();
            t.Join();
            a.ReceiveTimeout = 50;
            Outcome("timeout", () => a.Receive(new byte[10]));
            IAsyncResult apm = a.BeginReceive(new byte[10], 0, 10, SocketFlags.None, null, null);
            b.Send(new byte[4]);
            Say("begin, end: " + a.EndReceive(apm));
        }).Join();
        return 0;
    }
}
