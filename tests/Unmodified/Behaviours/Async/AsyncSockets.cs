using System.Net.Http;

/// <summary>An async server, blocking and async clients, and HttpClient's async calls, in one process.</summary>
class AsyncSockets : Scenario
{
    public override int Run()
    {
        using Socket listener = Listen();
        Task serving = ServeAsync(listener);
        int port = ((IPEndPoint)listener.LocalEndPoint).Port;
        long echoed = 0;
        var blocking = Enumerable.Range(0, 6).Select(i => Go(() =>
        {
            using var client = new TcpClient("127.0.0.1", port);
            NetworkStream stream = client.GetStream();
            var buffer = new byte[64];
            for (int k = 0; k < 20; k++)
            {
                stream.Write(buffer);
                stream.ReadExactly(buffer);
                Interlocked.Increment(ref echoed);
            }
        })).ToList();
        Task asynchronous = Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            NetworkStream stream = client.GetStream();
            var buffer = new byte[64];
            for (int k = 0; k < 20; k++)
            {
                await stream.WriteAsync(buffer);
                await stream.ReadExactlyAsync(buffer);
                Interlocked.Increment(ref echoed);
            }
        }));
        blocking.ForEach(t => t.Join());
        asynchronous.Wait();
        Say("echoed: " + echoed);

        Thread http = null;
        using (Socket web = Listen())
        {
            http = Go(() => Answer(web, 6));
            var address = new Uri("http://127.0.0.1:" + ((IPEndPoint)web.LocalEndPoint).Port + "/");
            using var client = new HttpClient();
            Say("http: " + string.Join(" ", Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.GetStringAsync(address))).Result));
            Go(() => Say("http, blocking on async: " + client.GetStringAsync(address).Result)).Join();
            Say("http, sync: " + new StreamReader(client.Send(new HttpRequestMessage(HttpMethod.Get, address)).Content.ReadAsStream()).ReadToEnd());
            Say("http, on the pool: " + Task.Run(() => client.GetStringAsync(address).Result).Result);
            http.Join();
        }
        return 0;
    }

    static async Task ServeAsync(Socket listener)
    {
        while (true)
        {
            Socket client = await listener.AcceptAsync();
            _ = EchoAsync(client);
        }
    }

    static async Task EchoAsync(Socket client)
    {
        using (client)
        {
            var buffer = new byte[256];
            int n;
            while ((n = await client.ReceiveAsync(buffer.AsMemory(), SocketFlags.None)) > 0)
            {
                await client.SendAsync(buffer.AsMemory(0, n), SocketFlags.None);
            }
        }
    }

    static void Answer(Socket web, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using Socket client = web.Accept();
            var buffer = new byte[4096];
            client.Receive(buffer);
            client.Send(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"));
        }
    }
}
