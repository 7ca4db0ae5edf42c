class DisposeWhileUdpReceiving : Scenario
{
    public override int Run()
    {
        var s = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        s.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Thread t = Go(() => Outcome("receive from", () =>
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            s.ReceiveFrom(new byte[10], ref from);
        }));
        Settle();
        s.Dispose();
        t.Join();
        var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        t = Go(() =>
        {
            // How it ends is a race in UdpClient itself: it may find its socket gone, or the call interrupted.
            try
            {
                IPEndPoint from = null;
                udp.Receive(ref from);
            }
            catch (SocketException)
            {
            }
            catch (ObjectDisposedException)
            {
            }
            Say("udp client woke up");
        });
        Settle();
        udp.Close();
        t.Join();
        return 0;
    }
}
