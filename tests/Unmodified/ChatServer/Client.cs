using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;

/// <summary>
/// One connected user: a thread that reads lines, and a thread that writes what the others said from a bounded queue, so that a slow reader holds up nobody.
/// </summary>
class Client
{
    private const int QueueLimit = 1000;

    private readonly ChatServer _server;
    private readonly TcpClient _connection;
    private readonly Queue<string> _outbox = new Queue<string>();
    private bool _closing;

    public Client(ChatServer server, TcpClient connection, int number)
    {
        _server = server;
        _connection = connection;
        Nick = "guest" + number;
    }

    public string Nick { get; set; }

    public Room Room { get; set; }

    public void Run()
    {
        var writer = new Thread(WriteLoop);
        writer.IsBackground = true;
        writer.Name = "writer of " + Nick;
        writer.Start();
        string reason = "quit";
        try
        {
            NetworkStream stream = _connection.GetStream();
            stream.ReadTimeout = _server.IdleMilliseconds;
            var reader = new StreamReader(stream, new UTF8Encoding(false));
            Send("* welcome " + Nick);
            _server.Enter(this, "lobby");
            string line;
            while ((line = reader.ReadLine()) != null)
            {
                if (!_server.Handle(this, line))
                {
                    break;
                }
            }
        }
        catch (IOException e)
        {
            var inner = e.InnerException as SocketException;
            reason = inner != null && (inner.SocketErrorCode == SocketError.TimedOut || inner.SocketErrorCode == SocketError.WouldBlock) ? "idle" : "lost";
        }
        if (reason == "idle")
        {
            Send("* you were idle for too long");
        }
        _server.Leave(this, reason);
        Close();
        writer.Join();
        _connection.Close();
    }

    public void Send(string line)
    {
        lock (_outbox)
        {
            if (_closing || _outbox.Count >= QueueLimit)
            {
                return;
            }
            _outbox.Enqueue(line);
            Monitor.Pulse(_outbox);
        }
    }

    public void Close()
    {
        lock (_outbox)
        {
            _closing = true;
            Monitor.Pulse(_outbox);
        }
    }

    /// <summary>For a server that stops: ends the reader, too.</summary>
    public void Abort()
    {
        Close();
        try
        {
            _connection.Client.Shutdown(SocketShutdown.Receive);
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private void WriteLoop()
    {
        try
        {
            var output = new StreamWriter(_connection.GetStream(), new UTF8Encoding(false)) { NewLine = "\n" };
            while (true)
            {
                string[] batch;
                lock (_outbox)
                {
                    while (_outbox.Count == 0 && !_closing)
                    {
                        Monitor.Wait(_outbox);
                    }
                    if (_outbox.Count == 0)
                    {
                        return;
                    }
                    batch = _outbox.ToArray();
                    _outbox.Clear();
                }
                foreach (string line in batch)
                {
                    output.WriteLine(line);
                }
                output.Flush();
            }
        }
        catch (IOException)
        {
            // The reader's side notices, too, and cleans up.
        }
    }
}
