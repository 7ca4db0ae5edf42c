using System;
using System.Text;
using System.Threading;

// What the blocking HTTP server and its async twin share: finding the requests in what was read, and the answers.
static class HttpRequests
{
    static byte[] s_hello;
    static byte[] s_missing;
    static long s_second = -1;

    // Answers all complete requests in the first `have` bytes of `input`; says how many bytes these were, how long the answers are, and whether to close.
    public static (int Used, int Length, bool Close) Answer(byte[] input, int have, byte[] output)
    {
        int used = 0, length = 0;
        bool close = false;
        while (!close)
        {
            ReadOnlySpan<byte> rest = input.AsSpan(used, have - used);
            int end = rest.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                if (rest.Length == input.Length)
                {
                    throw new FormatException("the head of a request is too long");
                }
                break;
            }
            ReadOnlySpan<byte> answer = Answer(rest.Slice(0, end + 2), ref close);
            if (length + answer.Length > output.Length)
            {
                break;
            }
            answer.CopyTo(output.AsSpan(length));
            length += answer.Length;
            used += end + 4;
        }
        return (used, length, close);
    }

    static ReadOnlySpan<byte> Answer(ReadOnlySpan<byte> head, ref bool close)
    {
        int line = head.IndexOf("\r\n"u8);
        ReadOnlySpan<byte> request = head.Slice(0, line);
        int first = request.IndexOf((byte)' '), last = request.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first)
        {
            throw new FormatException("no request line");
        }
        for (head = head.Slice(line + 2); head.Length > 0; head = head.Slice(line + 2))
        {
            line = head.IndexOf("\r\n"u8);
            int colon = head.Slice(0, line).IndexOf((byte)':');
            if (colon <= 0)
            {
                throw new FormatException("a header without a name");
            }
            if (colon == 10 && Ascii.EqualsIgnoreCase(head.Slice(0, colon), "connection"u8)
                && Ascii.EqualsIgnoreCase(head.Slice(colon + 1, line - colon - 1).Trim((byte)' '), "close"u8))
            {
                close = true;
            }
        }
        Refresh();
        bool isKnown = request.Slice(0, first).SequenceEqual("GET"u8) && request.Slice(first + 1, last - first - 1).SequenceEqual("/plaintext"u8);
        return isKnown ? s_hello : s_missing;
    }

    // The date is that of the second, as servers do it.
    static void Refresh()
    {
        long second = Environment.TickCount64 / 1000;
        if (Interlocked.Exchange(ref s_second, second) != second)
        {
            string date = DateTime.UtcNow.ToString("R");
            s_missing = Encoding.ASCII.GetBytes($"HTTP/1.1 404 Not Found\r\nServer: plain\r\nDate: {date}\r\nContent-Length: 0\r\n\r\n");
            s_hello = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nServer: plain\r\nDate: {date}\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nHello, World!");
        }
    }
}
