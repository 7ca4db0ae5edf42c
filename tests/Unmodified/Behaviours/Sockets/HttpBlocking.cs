using System.Net.Http;

class HttpBlocking : Scenario
{
    // HttpClient's blocking call against a hand-made server.
    public override int Run()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var served = new List<string>();
        Thread server = Go(() =>
        {
            for (int i = 0; i < 2; i++)
            {
                using TcpClient c = listener.AcceptTcpClient();
                var reader = new StreamReader(c.GetStream());
                string request = reader.ReadLine();
                while (!string.IsNullOrEmpty(reader.ReadLine()))
                {
                }
                byte[] reply = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
                c.GetStream().Write(reply, 0, reply.Length);
                served.Add(request);
            }
        });
        using var client = new HttpClient();
        Go(() =>
        {
            using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:" + port + "/one"));
            using var reader = new StreamReader(response.Content.ReadAsStream());
            string body = reader.ReadToEnd();
            Say("client: " + (int)response.StatusCode + " " + body);
            body = client.GetStringAsync("http://127.0.0.1:" + port + "/two").GetAwaiter().GetResult();
            Say("client: " + body);
        }).Join();
        server.Join();
        served.ForEach(r => Say("server: " + r));
        return 0;
    }
}
