class LineProtocol : Scenario
{
    public override int Run()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Thread server = Go(() =>
        {
            using TcpClient c = listener.AcceptTcpClient();
            using var reader = new StreamReader(c.GetStream(), Encoding.UTF8);
            using var writer = new StreamWriter(c.GetStream(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
            string line;
            while ((line = reader.ReadLine()) != null)
            {
                writer.WriteLine(new string(line.Reverse().ToArray()));
            }
        });
        using (var client = new TcpClient())
        {
            client.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
            using NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream);
            using var writer = new StreamWriter(stream) { AutoFlush = true };
            foreach (string line in new[] { "abc", "", "grün", new string('x', 3000) })
            {
                writer.WriteLine(line);
                string reply = reader.ReadLine();
                Say(reply.Length > 20 ? reply.Length + " characters" : reply);
            }
            client.Client.Shutdown(SocketShutdown.Send);
            Say("end: " + (reader.ReadLine() == null));
        }
        server.Join();
        listener.Stop();
        return 0;
    }
}
