using System;
using System.Runtime.InteropServices;

// A chat server with rooms: /nick NAME, /join ROOM, /who, /msg NAME TEXT, /quit; everything else is said to the room.
//   ChatServer [--port N] [--idle MS]
static class Program
{
    static int Main(string[] args)
    {
        int port = 0, idle = 60000;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--port": port = int.Parse(args[++i]); break;
                case "--idle": idle = int.Parse(args[++i]); break;
                default: Console.Error.WriteLine("usage: ChatServer [--port N] [--idle MS]"); return 64;
            }
        }
        var server = new ChatServer(port, idle);
        using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => { c.Cancel = true; server.Stop(); }))
        using (PosixSignalRegistration.Create(PosixSignal.SIGINT, c => { c.Cancel = true; server.Stop(); }))
        {
            Console.WriteLine("listening on " + server.Port);
            server.Run();
        }
        return 0;
    }
}
