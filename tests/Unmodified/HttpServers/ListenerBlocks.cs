using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

/// <summary>HttpListener, with a thread for each request.</summary>
class ListenerBlocks : HttpScenario
{
    public override void Run()
    {
        TcpListener echo = StartEcho();
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        string address = $"http://127.0.0.1:{PortOf(free)}/";
        free.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        Thread server = Go(() =>
        {
            while (true)
            {
                HttpListenerContext context;
                try
                {
                    context = listener.GetContext();
                }
                catch (HttpListenerException)
                {
                    return;
                }
                catch (InvalidOperationException)
                {
                    return;
                }
                Go(() => Answer(context, PortOf(echo)));
            }
        });
        Ask(address, 30, "hello", "sleep", "echo", "nowhere");
        // Stop does not wake who is only about to wait.
        Thread.Sleep(300);
        listener.Stop();
        server.Join();
        echo.Stop();
        Say("stopped");
    }

    static void Answer(HttpListenerContext context, int echo)
    {
        string text = "";
        switch (context.Request.Url.AbsolutePath)
        {
            case "/hello":
                text = "hello";
                break;
            case "/sleep":
                Thread.Sleep(50);
                text = "slept";
                break;
            case "/echo":
                text = "echo " + AskEcho(echo);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.OutputStream.Write(bytes, 0, bytes.Length);
        context.Response.Close();
    }
}
