using System;
using System.Linq;
using System.Net;
using System.Threading;

/// <summary>20 threads send and fetch files, list folders, rename and delete; files that are missing; a certificate that is not trusted.</summary>
class FtpTransfers : FtpScenario
{
    public override void Run()
    {
        int same = 0;
        Crowd(20, me =>
        {
            string path = Server[2] + "/file" + me;
            byte[] content = new byte[me * 20000 + 1];
            new Random(me).NextBytes(content);
            if (Upload(path, content) == FtpStatusCode.ClosingData && Download(path).AsSpan().SequenceEqual(content))
            {
                Interlocked.Increment(ref same);
            }
            if (me % 2 == 1)
            {
                FtpWebRequest rename = Request(WebRequestMethods.Ftp.Rename, path);
                rename.RenameTo = "renamed" + me;
                rename.GetResponse().Dispose();
            }
        });
        Say("the same: " + same);
        string[] names = Text(WebRequestMethods.Ftp.ListDirectory, Server[2]).Split(new[] { '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries);
        Say("files: " + names.Length + ", renamed: " + names.Count(n => n.Contains("renamed")));
        Say("lines: " + Text(WebRequestMethods.Ftp.ListDirectoryDetails, Server[2]).Split('\n').Count(l => l.StartsWith("-rw")));
        using (var size = (FtpWebResponse)Request(WebRequestMethods.Ftp.GetFileSize, Server[2] + "/file2").GetResponse())
        {
            Say("size: " + size.ContentLength);
        }
        Request(WebRequestMethods.Ftp.DeleteFile, Server[2] + "/file2").GetResponse().Dispose();
        try
        {
            Download(Server[2] + "/file2");
        }
        catch (WebException e)
        {
            Say("missing: " + ((FtpWebResponse)e.Response).StatusCode);
        }
        ServicePointManager.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => false;
        try
        {
            FtpWebRequest request = Request(WebRequestMethods.Ftp.DownloadFile, Server[2] + "/file4", true);
            request.ConnectionGroupName = "another";
            request.GetResponse().Dispose();
            Say("not trusted: read");
        }
        catch (Exception e)
        {
            Say("not trusted: " + e.GetType().Name);
        }
    }
}
