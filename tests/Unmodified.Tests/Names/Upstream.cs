using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Unmodified.Tests.Names;

/// <summary>
/// What the name server asks for names in slow.test. It does what the first label says: "d300-x" answers after 300 ms, "drop" never,
/// "servfail" and the like with that error.
/// </summary>
internal sealed class Upstream : IDisposable
{
    private const int HeaderSize = 12;
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

    internal Upstream()
    {
        _ = Serve();
    }

    internal int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                UdpReceiveResult question = await _socket.ReceiveAsync();
                _ = Answer(question.Buffer, question.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }

    private async Task Answer(byte[] question, IPEndPoint asker)
    {
        string label = Encoding.ASCII.GetString(question, HeaderSize + 1, question[HeaderSize]);
        if (label == "drop")
        {
            return;
        }
        if (label[0] == 'd' && label.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash)
        {
            await Task.Delay(int.Parse(label[1..dash]));
        }
        int error = label switch { "formerr" => 1, "servfail" => 2, "nx" => 3, "notimp" => 4, "refused" => 5, _ => 0 };
        int end = HeaderSize;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }
        bool isForIPv4 = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(end + 1)) == 1;
        end += 5;
        byte[] answer = new byte[end + 16];
        question.AsSpan(0, end).CopyTo(answer);
        bool hasAddress = error == 0 && isForIPv4;
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), (ushort)(0x8180 | error));
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)(hasAddress ? 1 : 0));
        answer.AsSpan(8, 4).Clear();
        // The question's name, type A, class IN, 60 s, 192.0.2.99.
        byte[] record = [0xc0, HeaderSize, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 99];
        record.CopyTo(answer, end);
        try
        {
            await _socket.SendAsync(answer.AsMemory(0, hasAddress ? answer.Length : end), asker);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }
}
