using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;

// HttpServer, rewritten with async and await.
static class HttpServerAsync
{
    public static async Task Run()
    {
        TcpListener listener = Say.Listening();
        while (true)
        {
            Socket client = await listener.AcceptSocketAsync();
            _ = Serve(client);
        }
    }

    static async Task Serve(Socket client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                byte[] input = new byte[4096], output = new byte[4096];
                int have = 0;
                bool close = false;
                while (!close)
                {
                    int n = await client.ReceiveAsync(input.AsMemory(have), SocketFlags.None).ConfigureAwait(false);
                    if (n == 0)
                    {
                        return;
                    }
                    have += n;
                    int used, length;
                    do
                    {
                        (used, length, close) = HttpRequests.Answer(input, have, output);
                        for (int sent = 0; sent < length;)
                        {
                            sent += await client.SendAsync(output.AsMemory(sent, length - sent), SocketFlags.None).ConfigureAwait(false);
                        }
                        have -= used;
                        Buffer.BlockCopy(input, used, input, 0, have);
                    }
                    while (used > 0 && have > 0 && !close);
                }
            }
        }
        catch (Exception e) when (e is SocketException || e is IOException || e is FormatException)
        {
            // The peer went away, or speaks something else.
        }
    }
}
