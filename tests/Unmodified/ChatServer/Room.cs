using System;
using System.Collections.Generic;

class Room
{
    private readonly object _gate = new object();
    private readonly List<Client> _members = new List<Client>();

    public Room(string name)
    {
        Name = name;
    }

    public string Name { get; private set; }

    public void Add(Client client)
    {
        lock (_gate)
        {
            _members.Add(client);
            SayLocked("* " + client.Nick + " joined " + Name);
        }
    }

    public void Remove(Client client, string why)
    {
        lock (_gate)
        {
            if (_members.Remove(client))
            {
                SayLocked("* " + client.Nick + " left " + Name + (why == null ? "" : " (" + why + ")"));
            }
        }
    }

    public void Say(string line)
    {
        lock (_gate)
        {
            SayLocked(line);
        }
    }

    public string[] Nicks()
    {
        lock (_gate)
        {
            string[] nicks = _members.ConvertAll(c => c.Nick).ToArray();
            Array.Sort(nicks, StringComparer.Ordinal);
            return nicks;
        }
    }

    private void SayLocked(string line)
    {
        foreach (Client member in _members)
        {
            member.Send(line);
        }
    }
}
