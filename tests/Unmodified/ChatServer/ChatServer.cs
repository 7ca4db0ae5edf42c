using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;

/// <summary>Rooms, nicknames and the commands. Two threads per user, one lock for the directory, one per room, one per outbox; always taken in this order.</summary>
class ChatServer
{
    private readonly object _directory = new object();
    private readonly Dictionary<string, Room> _rooms = new Dictionary<string, Room>();
    private readonly Dictionary<string, Client> _nicks = new Dictionary<string, Client>();
    private readonly List<Client> _clients = new List<Client>();
    private readonly TcpListener _listener;
    private int _numbers;
    private int _messages;

    public ChatServer(int port, int idleMilliseconds)
    {
        IdleMilliseconds = idleMilliseconds;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
    }

    public int IdleMilliseconds { get; private set; }

    public int Port
    {
        get { return ((IPEndPoint)_listener.LocalEndpoint).Port; }
    }

    public void Run()
    {
        var threads = new List<Thread>();
        try
        {
            while (true)
            {
                TcpClient connection = _listener.AcceptTcpClient();
                connection.NoDelay = true;
                Client client;
                lock (_directory)
                {
                    client = new Client(this, connection, ++_numbers);
                    _nicks.Add(client.Nick, client);
                    _clients.Add(client);
                }
                var thread = new Thread(client.Run);
                thread.Name = "reader of " + client.Nick;
                thread.Start();
                threads.Add(thread);
            }
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
        catch (InvalidOperationException)
        {
        }

        lock (_directory)
        {
            foreach (Client client in _clients)
            {
                client.Send("* the server stops");
                client.Abort();
            }
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Console.WriteLine("served " + _numbers + " users, " + _messages + " messages");
    }

    public void Stop()
    {
        _listener.Stop();
    }

    public void Enter(Client client, string name)
    {
        lock (_directory)
        {
            Room room;
            if (!_rooms.TryGetValue(name, out room))
            {
                room = new Room(name);
                _rooms.Add(name, room);
            }
            if (client.Room != null)
            {
                client.Room.Remove(client, null);
            }
            client.Room = room;
            room.Add(client);
        }
    }

    public void Leave(Client client, string why)
    {
        lock (_directory)
        {
            _nicks.Remove(client.Nick);
            _clients.Remove(client);
            if (client.Room != null)
            {
                client.Room.Remove(client, why);
                client.Room = null;
            }
        }
    }

    /// <returns>False when the user wants to go.</returns>
    public bool Handle(Client client, string line)
    {
        if (!line.StartsWith("/"))
        {
            Interlocked.Increment(ref _messages);
            client.Room.Say("<" + client.Nick + "> " + line);
            return true;
        }
        string[] words = line.Split(new[] { ' ' }, 3, StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "/quit":
                client.Send("* bye");
                return false;
            case "/nick":
                ChangeNick(client, words.Length > 1 ? words[1] : "");
                return true;
            case "/join":
                Enter(client, words.Length > 1 ? words[1] : "lobby");
                return true;
            case "/who":
                client.Send("* here: " + string.Join(", ", client.Room.Nicks()));
                return true;
            case "/msg":
                Whisper(client, words);
                return true;
            default:
                client.Send("* unknown command " + words[0]);
                return true;
        }
    }

    private void ChangeNick(Client client, string nick)
    {
        lock (_directory)
        {
            if (nick.Length == 0 || nick.Length > 20)
            {
                client.Send("* bad nick");
                return;
            }
            if (_nicks.ContainsKey(nick))
            {
                client.Send("* " + nick + " is taken");
                return;
            }
            string old = client.Nick;
            _nicks.Remove(old);
            _nicks.Add(nick, client);
            client.Nick = nick;
            client.Room.Say("* " + old + " is now " + nick);
        }
    }

    private void Whisper(Client from, string[] words)
    {
        Client to = null;
        lock (_directory)
        {
            if (words.Length == 3)
            {
                _nicks.TryGetValue(words[1], out to);
            }
        }
        if (to == null)
        {
            from.Send("* nobody to tell");
            return;
        }
        Interlocked.Increment(ref _messages);
        to.Send("*" + from.Nick + "* " + words[2]);
    }
}
