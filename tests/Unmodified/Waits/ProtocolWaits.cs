using System.Net.Http;
using System.Net.Mail;
using System.Net.NetworkInformation;

static class ProtocolWaits
{
    public static Wait HttpClientSend()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Wait(
            () =>
            {
                using var http = new HttpClient();
                using HttpResponseMessage response = http.Send(new HttpRequestMessage(HttpMethod.Get, "http://" + listener.LocalEndpoint + "/"));
                return response.StatusCode + " " + new StreamReader(response.Content.ReadAsStream()).ReadToEnd();
            },
            () =>
            {
                using TcpClient client = listener.AcceptTcpClient();
                var reader = new StreamReader(client.GetStream());
                while (reader.ReadLine() != "")
                {
                }
                client.GetStream().Write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8);
            });
    }

    public static Wait HttpClientGetStringResult()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Wait(
            () => { using var http = new HttpClient(); return http.GetStringAsync("http://" + listener.LocalEndpoint + "/").Result; },
            () =>
            {
                using TcpClient client = listener.AcceptTcpClient();
                var reader = new StreamReader(client.GetStream());
                while (reader.ReadLine() != "")
                {
                }
                client.GetStream().Write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nasync"u8);
            });
    }

    public static Wait HttpListenerGetContext()
    {
        var listener = new HttpListener();
        string prefix = "http://127.0.0.1:" + FreePort() + "/";
        listener.Prefixes.Add(prefix);
        listener.Start();
        string answer = null;
        var asked = new ManualResetEvent(false);
        return new Wait(
            () =>
            {
                HttpListenerContext context = listener.GetContext();
                using (var writer = new StreamWriter(context.Response.OutputStream))
                {
                    writer.Write("path " + context.Request.RawUrl);
                }
                asked.WaitOne();
                listener.Stop();
                return answer;
            },
            () => { using var http = new HttpClient(); answer = http.GetStringAsync(prefix + "there").Result; asked.Set(); });
    }

    public static Wait SmtpClientSend()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Wait(
            () =>
            {
                using var smtp = new SmtpClient("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
                smtp.Send("a@example.org", "b@example.org", "subject", "body");
                return "sent";
            },
            () =>
            {
                using TcpClient client = listener.AcceptTcpClient();
                var reader = new StreamReader(client.GetStream());
                var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
                writer.WriteLine("220 here");
                for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
                {
                    if (line.StartsWith("DATA"))
                    {
                        writer.WriteLine("354 go");
                        while (reader.ReadLine() != ".")
                        {
                        }
                    }
                    writer.WriteLine(line.StartsWith("QUIT") ? "221 bye" : "250 fine");
                    if (line.StartsWith("QUIT"))
                    {
                        return;
                    }
                }
            });
    }

#pragma warning disable SYSLIB0014 // as programs from before HttpClient do
    public static Wait WebRequestGetResponse()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Wait(
            () =>
            {
                WebRequest request = WebRequest.Create("http://" + listener.LocalEndpoint + "/");
                using WebResponse response = request.GetResponse();
                return new StreamReader(response.GetResponseStream()).ReadToEnd();
            },
            () =>
            {
                using TcpClient client = listener.AcceptTcpClient();
                var reader = new StreamReader(client.GetStream());
                while (reader.ReadLine() != "")
                {
                }
                client.GetStream().Write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nold"u8);
            });
    }

    // By default no machine answers pings to a multicast address, so the time runs out.
    public static Wait PingSend()
    {
        return new Wait(() => { using var ping = new Ping(); ping.Send("224.0.0.1", 300); return ping.Send("127.0.0.1", 5_000).Status.ToString(); }, () => { });
    }

    static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
