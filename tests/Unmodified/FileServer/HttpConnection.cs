using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;

/// <summary>One connection: requests are read and answered one after the other until either side has had enough.</summary>
class HttpConnection
{
    private const int MaxLine = 8192;

    private readonly TcpClient _client;
    private readonly FileTree _files;
    private Stream _input;
    private Stream _output;
    private bool _keepAlive;
    private bool _isHead;

    public HttpConnection(TcpClient client, FileTree files)
    {
        _client = client;
        _files = files;
    }

    public void Run()
    {
        try
        {
            using (_client)
            {
                NetworkStream stream = _client.GetStream();
                _input = new BufferedStream(stream, 4096);
                _output = stream;
                do
                {
                    _keepAlive = false;
                }
                while (ServeOne() && _keepAlive);
            }
        }
        catch (IOException)
        {
            // A peer that hung up, or kept silent for too long.
        }
    }

    private bool ServeOne()
    {
        string request = ReadLine();
        if (request == null)
        {
            return false;
        }
        string[] parts = request.Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string line;
        while ((line = ReadLine()) != null && line.Length > 0)
        {
            int colon = line.IndexOf(':');
            if (colon <= 0)
            {
                Error(400, "Bad Request");
                return false;
            }
            headers[line.Substring(0, colon).Trim()] = line.Substring(colon + 1).Trim();
        }
        if (line == null)
        {
            return false;
        }
        if (parts.Length != 3 || !parts[2].StartsWith("HTTP/1.") || parts[1].Length == 0)
        {
            Error(400, "Bad Request");
            return false;
        }
        string connection;
        headers.TryGetValue("Connection", out connection);
        _keepAlive = parts[2] == "HTTP/1.1"
            ? !string.Equals(connection, "close", StringComparison.OrdinalIgnoreCase)
            : string.Equals(connection, "keep-alive", StringComparison.OrdinalIgnoreCase);
        _isHead = parts[0] == "HEAD";
        if (parts[0] != "GET" && parts[0] != "HEAD")
        {
            // Its body, if any, would be taken for the next request.
            _keepAlive = false;
            Error(405, "Method Not Allowed", "Allow: GET, HEAD\r\n");
            return true;
        }
        if (parts[2] == "HTTP/1.1" && !headers.ContainsKey("Host"))
        {
            Error(400, "Bad Request");
            return true;
        }
        Answer(parts[1], headers);
        return true;
    }

    private void Answer(string target, Dictionary<string, string> headers)
    {
        string path = _files.Resolve(target);
        if (path == null)
        {
            Error(400, "Bad Request");
            return;
        }
        if (Directory.Exists(path))
        {
            string index = Path.Combine(path, "index.html");
            if (!File.Exists(index))
            {
                byte[] page = _files.Listing(path, target);
                Head(200, "OK", "text/html; charset=utf-8", page.Length, "");
                if (!_isHead)
                {
                    _output.Write(page, 0, page.Length);
                }
                return;
            }
            path = index;
        }
        if (!File.Exists(path))
        {
            Error(404, "Not Found");
            return;
        }
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            SendFile(file, path, headers);
        }
    }

    private void SendFile(FileStream file, string path, Dictionary<string, string> headers)
    {
        long from = 0, to = file.Length - 1;
        string range;
        if (headers.TryGetValue("Range", out range) && ParseRange(range, file.Length, ref from, ref to))
        {
            if (from > to)
            {
                Error(416, "Range Not Satisfiable", "Content-Range: bytes */" + file.Length + "\r\n");
                return;
            }
            Head(206, "Partial Content", _files.ContentType(path), to - from + 1,
                "Content-Range: bytes " + from + "-" + to + "/" + file.Length + "\r\n");
        }
        else
        {
            Head(200, "OK", _files.ContentType(path), file.Length, "Accept-Ranges: bytes\r\n");
        }
        if (_isHead)
        {
            return;
        }
        file.Position = from;
        byte[] buffer = new byte[16384];
        long left = to - from + 1;
        while (left > 0)
        {
            int n = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (n == 0)
            {
                throw new IOException("the file shrank");
            }
            _output.Write(buffer, 0, n);
            left -= n;
        }
    }

    // Only one range is understood; several, or a malformed one, are answered with the whole file, as the standard allows.
    private static bool ParseRange(string value, long length, ref long from, ref long to)
    {
        if (!value.StartsWith("bytes=") || value.IndexOf(',') >= 0)
        {
            return false;
        }
        string[] ends = value.Substring(6).Split('-');
        long a = 0, b = 0;
        bool hasA = ends.Length == 2 && long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out a);
        bool hasB = ends.Length == 2 && long.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out b);
        if (hasA && (hasB || ends[1].Length == 0))
        {
            from = a;
            to = hasB ? Math.Min(b, length - 1) : length - 1;
            return !hasB || b >= a;
        }
        if (!hasA && hasB && ends[0].Length == 0)
        {
            from = Math.Max(0, length - b);
            to = b == 0 ? -1 : length - 1;
            return true;
        }
        return false;
    }

    private void Error(int code, string reason, string extra = "")
    {
        byte[] body = Encoding.ASCII.GetBytes(code + " " + reason + "\n");
        Head(code, reason, "text/plain; charset=utf-8", body.Length, extra);
        if (!_isHead)
        {
            _output.Write(body, 0, body.Length);
        }
    }

    private void Head(int code, string reason, string type, long length, string extra)
    {
        string head = "HTTP/1.1 " + code + " " + reason + "\r\nServer: FileServer\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n"
            + extra + "Connection: " + (_keepAlive ? "keep-alive" : "close") + "\r\n\r\n";
        byte[] bytes = Encoding.ASCII.GetBytes(head);
        _output.Write(bytes, 0, bytes.Length);
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            int b = _input.ReadByte();
            if (b < 0)
            {
                return null;
            }
            if (b == '\n')
            {
                if (line.Length > 0 && line[line.Length - 1] == '\r')
                {
                    line.Length--;
                }
                return line.ToString();
            }
            if (line.Length == MaxLine)
            {
                throw new IOException("line too long");
            }
            line.Append((char)b);
        }
    }
}
