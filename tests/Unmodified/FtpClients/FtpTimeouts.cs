using System.Net;
using System.Net.Sockets;
using System.Threading;

/// <summary>A server that says nothing: whoever asks gives up after a while.</summary>
class FtpTimeouts : FtpScenario
{
    public override void Run()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string address = "ftp://127.0.0.1:" + ((IPEndPoint)silent.LocalEndpoint).Port + "/file";
        int timedOut = 0;
        Crowd(10, me =>
        {
            WebRequest request = WebRequest.Create(address);
            request.Timeout = 300;
            try
            {
                request.GetResponse().Dispose();
            }
            catch (WebException e) when (e.Message == "The operation has timed out.")
            {
                Interlocked.Increment(ref timedOut);
            }
        });
        Say("timed out: " + timedOut);
        silent.Stop();
    }
}
