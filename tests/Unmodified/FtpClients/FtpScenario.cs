using System.IO;
using System.Net;
using System.Text;

/// <summary>Started with the server's host, its port, and a folder that is the run's own.</summary>
abstract class FtpScenario : Scenario
{
    public FtpWebRequest Request(string method, string path, bool tls = false)
    {
        var request = (FtpWebRequest)WebRequest.Create("ftp://" + Server[0] + ":" + Server[1] + "/" + path);
        request.Method = method;
        request.EnableSsl = tls;
        request.Timeout = 30000;
        request.ReadWriteTimeout = 30000;
        return request;
    }

    public FtpStatusCode Upload(string path, byte[] content)
    {
        FtpWebRequest request = Request(WebRequestMethods.Ftp.UploadFile, path);
        using (Stream stream = request.GetRequestStream())
        {
            stream.Write(content, 0, content.Length);
        }
        using (var response = (FtpWebResponse)request.GetResponse())
        {
            return response.StatusCode;
        }
    }

    public byte[] Download(string path)
    {
        using (var response = (FtpWebResponse)Request(WebRequestMethods.Ftp.DownloadFile, path).GetResponse())
        using (Stream stream = response.GetResponseStream())
        {
            var all = new MemoryStream();
            stream.CopyTo(all);
            return all.ToArray();
        }
    }

    public string Text(string method, string path)
    {
        using (var response = (FtpWebResponse)Request(method, path).GetResponse())
        using (var reader = new StreamReader(response.GetResponseStream(), Encoding.UTF8))
        {
            return reader.ReadToEnd();
        }
    }
}
