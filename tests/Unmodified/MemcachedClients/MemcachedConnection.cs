using System;
using System.IO;
using System.Net.Sockets;
using System.Text;

/// <summary>The text protocol of memcached over a TcpClient, as small clients do it.</summary>
class MemcachedConnection : IDisposable
{
    readonly TcpClient client;
    readonly BufferedStream stream;

    public MemcachedConnection(string host, int port, int timeout = 20000)
    {
        client = new TcpClient(host, port) { NoDelay = true, ReceiveTimeout = timeout, SendTimeout = timeout };
        stream = new BufferedStream(client.GetStream(), 4096);
    }

    public string Set(string key, byte[] value, string verb = "set", string unique = "")
    {
        Write(verb + " " + key + " 0 0 " + value.Length + unique + "\r\n");
        stream.Write(value, 0, value.Length);
        return Ask("");
    }

    public byte[] Get(string key)
    {
        string unique;
        return Gets(key, out unique);
    }

    public byte[] Gets(string key, out string unique)
    {
        string[] words = Ask("gets " + key).Split(' ');
        unique = null;
        if (words[0] == "END")
        {
            return null;
        }
        unique = " " + words[4];
        byte[] value = new byte[int.Parse(words[3])];
        stream.ReadExactly(value);
        ReadLine();
        ReadLine();
        return value;
    }

    /// <summary>Sends a line, and reads one.</summary>
    public string Ask(string line)
    {
        Write(line + "\r\n");
        stream.Flush();
        return ReadLine();
    }

    void Write(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        stream.Write(bytes, 0, bytes.Length);
    }

    string ReadLine()
    {
        var line = new StringBuilder();
        for (int b; (b = stream.ReadByte()) != '\n';)
        {
            if (b < 0)
            {
                throw new EndOfStreamException("the server closed the connection");
            }
            if (b != '\r')
            {
                line.Append((char)b);
            }
        }
        return line.ToString();
    }

    public void Dispose()
    {
        client.Dispose();
    }
}
