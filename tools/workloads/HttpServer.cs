using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

// HTTP/1.1, plaintext: a thread for each connection, blocking calls only.
static class HttpServer
{
    public static void Run()
    {
        TcpListener listener = Say.Listening();
        while (true)
        {
            Socket client = listener.AcceptSocket();
            new Thread(() => Serve(client)) { IsBackground = true }.Start();
        }
    }

    static void Serve(Socket client)
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
                    int n = client.Receive(input, have, input.Length - have, SocketFlags.None);
                    if (n == 0)
                    {
                        return;
                    }
                    have += n;
                    int used, length;
                    do
                    {
                        (used, length, close) = HttpRequests.Answer(input, have, output);
                        if (length > 0)
                        {
                            client.Send(output, 0, length, SocketFlags.None);
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
