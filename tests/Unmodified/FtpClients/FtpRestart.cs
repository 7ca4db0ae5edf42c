using System;
using System.IO;
using System.Net;
using System.Threading;

/// <summary>The server is killed under ten uploads: each of them fails, and is made again when the server is back.</summary>
class FtpRestart : FtpScenario
{
    public override void Run()
    {
        const int threads = 10;
        int right = 0;
        int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            string path = Server[2] + "/file" + me;
            byte[] piece = new byte[5000];
            try
            {
                FtpWebRequest request = Request(WebRequestMethods.Ftp.UploadFile, path);
                using (Stream stream = request.GetRequestStream())
                {
                    stream.Write(piece, 0, piece.Length);
                    ready();
                    // Until the server dies.
                    while (true)
                    {
                        stream.Write(piece, 0, piece.Length);
                        Thread.Sleep(5);
                    }
                }
            }
            catch (Exception e) when (e is IOException || e is WebException)
            {
                sawIt();
            }
            byte[] content = new byte[20000 + me];
            content[me] = 1;
            Insist(() => Upload(path, content));
            byte[] copy = Insist(() => Download(path));
            if (copy.Length == content.Length && copy[me] == 1)
            {
                Interlocked.Increment(ref right);
            }
        });
        Say("uploads that ended: " + witnesses);
        Say("right: " + right);
    }
}
