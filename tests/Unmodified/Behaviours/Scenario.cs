using System.Runtime.InteropServices;

/// <summary>One named run. The class name, in kebab case, is the scenario's name.</summary>
abstract class Scenario
{
    /// <returns>The exit code.</returns>
    public abstract int Run();

    public static void Say(string line)
    {
        Console.WriteLine(line);
    }

    /// <summary>Says whether an action came to its end or what it threw, without anything that differs from run to run.</summary>
    public static void Outcome(string label, Action action)
    {
        try
        {
            action();
            Say(label + ": ok");
        }
        catch (Exception e)
        {
            Say(label + ": " + Describe(e));
        }
    }

    public static string Describe(Exception e)
    {
        if (e is SocketException s)
        {
            return "SocketException " + s.SocketErrorCode;
        }
        if (e is IOException && e.InnerException is SocketException inner)
        {
            return e.GetType().Name + " from SocketException " + inner.SocketErrorCode;
        }
        if (e is AggregateException a)
        {
            return "AggregateException of " + string.Join(", ", a.InnerExceptions.Select(Describe));
        }
        return e.GetType().Name + ": " + e.Message.Replace('\n', ' ').Replace("\r", "");
    }

    public static Thread Go(Action body)
    {
        var thread = new Thread(() => body());
        thread.Start();
        return thread;
    }

    /// <summary>Gives other threads the time to get to where they block.</summary>
    public static void Settle()
    {
        Thread.Sleep(150);
    }

    public const int Hup = 1, Int = 2, Quit = 3, Usr1 = 10, Usr2 = 12, Term = 15, Cont = 18, Winch = 28;

    /// <summary>Sends this process a signal.</summary>
    public static void Raise(int signal)
    {
        Kill(Environment.ProcessId, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    protected static extern int Kill(int process, int signal);

    public const int NonBlocking = 0x800;

    /// <summary>The flags of an open file, which all who have it share.</summary>
    public static int GetFlags(int descriptor)
    {
        return Fcntl(descriptor, 3, 0);
    }

    public static void SetFlags(int descriptor, int flags)
    {
        Fcntl(descriptor, 4, flags);
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    static extern int Fcntl(int descriptor, int command, nint argument);

    public static Socket Listen(AddressFamily family = AddressFamily.InterNetwork)
    {
        var listener = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, 0));
        listener.Listen(16);
        return listener;
    }

    /// <summary>Two ends of one connection.</summary>
    public static (Socket A, Socket B) Pair()
    {
        using (Socket listener = Listen())
        {
            var a = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            a.Connect(listener.LocalEndPoint);
            Socket b = listener.Accept();
            b.NoDelay = true;
            return (a, b);
        }
    }
}
