using System;
using System.Net;
using System.Threading;

/// <summary>20 threads send and fetch files with commands and data both encrypted.</summary>
class FtpTls : FtpScenario
{
    public override void Run()
    {
        ServicePointManager.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        int same = 0;
        Crowd(20, me =>
        {
            string path = Server[2] + "/secret" + me;
            byte[] content = new byte[me * 20000 + 1];
            new Random(me).NextBytes(content);
            if (Upload(path, content, true) == FtpStatusCode.ClosingData && Download(path, true).AsSpan().SequenceEqual(content))
            {
                Interlocked.Increment(ref same);
            }
        });
        Say("the same: " + same);
        // What came in encrypted is there in the clear, too.
        Say("bytes: " + Download(Server[2] + "/secret3", false).Length);
    }
}
