using System.Net.Sockets;
using System.Text;

namespace Unmodified.Tests;

/// <summary>A chat client that writes down what it hears.</summary>
internal sealed class ChatUser : IDisposable
{
    private readonly string _label;
    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly StringBuilder _transcript;

    internal ChatUser(string label, int port, StringBuilder transcript)
    {
        _label = label;
        _transcript = transcript;
        _client = ServerDriver.Connect(port);
        _reader = new StreamReader(_client.GetStream(), new UTF8Encoding(false));
    }

    internal void Say(string line, int answers)
    {
        _client.GetStream().Write(Encoding.UTF8.GetBytes(line + "\n"));
        Hear(answers);
    }

    internal void Hear(int lines)
    {
        for (int i = 0; i < lines; i++)
        {
            _transcript.Append(_label).Append(": ").Append(_reader.ReadLine() ?? "(end)").Append('\n');
        }
    }

    internal void HearEnd() => _transcript.Append(_label).Append(": end ").Append(_reader.ReadLine() is null).Append('\n');

    /// <summary>Goes without a word, as a crashed client does.</summary>
    internal void Reset() => _client.Client.Close(0);

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
