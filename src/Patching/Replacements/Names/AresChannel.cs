using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// A channel of c-ares on the hub's loop: its sockets are io watchers, its next timeout is a timer. Everything but <see cref="Open"/> is called in
/// scheduler state, or by the loop, so one thread at a time is inside c-ares; the callbacks note what they hear, and <see cref="Pump"/> acts on it
/// when c-ares has been left.
/// </summary>
internal sealed unsafe class AresChannel
{
    // Every answer to two questions each waits in one socket's buffer, which holds a few hundred: what comes when it is full is lost, and asked for
    // again after seconds. And what has come is dealt with in one go, which the loop's other watchers wait for: 64 take about a millisecond.
    private const int MostYoung = 64;

    // Each is two messages to send, some 20 us: the loop polls in between.
    private const int MostAskedInOneTurn = 16;

    // Who has not been answered by then makes room: a dead server must not hold up questions by the batch for as long as it takes to give up.
    private const long YouthNanoseconds = 100_000_000;

    private readonly Hub _hub;
    private readonly TimerWatcher _timer;
    private readonly Dictionary<int, IoWatcher> _sockets = [];
    private readonly Queue<Lookup> _waiting = [];
    private readonly Queue<AresQuestion> _asked = [];
    private GCHandle _self;
    private int _young;
    private int _open;
    private bool _isRetired;

    private AresChannel(Hub hub, ResolvConf conf)
    {
        _hub = hub;
        Conf = conf;
        _timer = new TimerWatcher(hub.Loop, static timer => ((AresChannel)timer.Data!).OnTime()) { Data = this };
        _self = GCHandle.Alloc(this);
    }

    internal ResolvConf Conf { get; }

    /// <summary>c-ares' own; 0 when it is gone.</summary>
    internal nint Handle { get; private set; }

    /// <summary>Makes one. Any thread: it reads files, and asks nobody yet.</summary>
    /// <returns>Null if c-ares will not have these settings.</returns>
    internal static AresChannel? Open(Hub hub, ResolvConf conf)
    {
        AresChannel channel = new(hub, conf);
        if (channel.TryInitialize())
        {
            return channel;
        }

        channel.Destroy();
        return null;
    }

    /// <summary>Queues it; <see cref="Pump"/> asks.</summary>
    internal void Ask(Lookup lookup) => _waiting.Enqueue(lookup);

    /// <summary>Another channel has taken its place: it goes when everybody who asked it has an answer.</summary>
    internal void Retire()
    {
        _isRetired = true;
        Pump();
    }

    /// <summary>A question of this channel was answered. Within c-ares.</summary>
    internal void Ended(AresQuestion question)
    {
        _open--;
        LeaveYouth(question);
    }

    private void LeaveYouth(AresQuestion question)
    {
        _young -= question.IsYoung ? 1 : 0;
        question.IsYoung = false;
    }

    /// <summary>To be called when something was queued, and whenever c-ares has been left: asks what is waiting, and sets the timer.</summary>
    internal void Pump()
    {
        _hub.Loop.UpdateNow();
        long now = _hub.Loop.Now;
        while (_asked.TryPeek(out AresQuestion? oldest) && (!oldest.IsYoung || now - oldest.Since >= YouthNanoseconds))
        {
            LeaveYouth(_asked.Dequeue());
        }

        for (int i = 0; i < MostAskedInOneTurn && _young < MostYoung && _waiting.TryDequeue(out Lookup? lookup); i++)
        {
            AresQuestion question = lookup is NameLookup byName
                ? new AresNameQuestion(this, byName) { Since = now }
                : new AresAddressQuestion(this, (AddressLookup)lookup) { Since = now };
            _young++;
            _open++;
            _asked.Enqueue(question);
            question.Ask();
        }

        _timer.Stop();
        if (_open > 0 || _waiting.Count > 0)
        {
            _timer.Start(NextTimeout(now));
        }
        else if (_isRetired)
        {
            Destroy();
        }
    }

    private long NextTimeout(long now)
    {
        if (_waiting.Count > 0 && _young < MostYoung)
        {
            return 0;
        }

        long* timeval = stackalloc long[2];
        long next = Cares.Timeout(Handle, null, timeval) == null ? YouthNanoseconds : timeval[0] * 1_000_000_000 + timeval[1] * 1000;
        return _waiting.Count > 0 && _asked.TryPeek(out AresQuestion? oldest) ? Math.Min(next, Math.Max(oldest.Since + YouthNanoseconds - now, 0)) : next;
    }

    private void OnTime()
    {
        Cares.ProcessFd(Handle, Cares.NoSocket, Cares.NoSocket);
        Pump();
    }

    private void OnReady(IoWatcher watcher, IoEvents events)
    {
        bool failed = (events & IoEvents.Error) != 0;
        int read = failed || (events & IoEvents.Read) != 0 ? watcher.Fd : Cares.NoSocket;
        int write = (failed && (watcher.Events & IoEvents.Write) != 0) || (events & IoEvents.Write) != 0 ? watcher.Fd : Cares.NoSocket;
        Cares.ProcessFd(Handle, read, write);
        Pump();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSocketState(nint argument, int fd, int readable, int writable) =>
        ((AresChannel)GCHandle.FromIntPtr(argument).Target!).Watch(fd, (readable != 0 ? IoEvents.Read : 0) | (writable != 0 ? IoEvents.Write : 0));

    private void Watch(int fd, IoEvents events)
    {
        if (events == IoEvents.None)
        {
            if (_sockets.Remove(fd, out IoWatcher? closed))
            {
                closed.Stop();
            }

            // It is closed next.
            _hub.ForgetFd(fd);
            return;
        }

        if (!_sockets.TryGetValue(fd, out IoWatcher? watcher))
        {
            watcher = new IoWatcher(_hub.Loop, fd, events, static (w, e) => ((AresChannel)w.Data!).OnReady(w, e)) { Data = this };
            _sockets.Add(fd, watcher);
        }
        else if (watcher.Events != events)
        {
            watcher.Stop();
            watcher.Set(fd, events);
        }

        watcher.Start();
    }

    private void Destroy()
    {
        if (Handle != 0)
        {
            Cares.Destroy(Handle);
            Handle = 0;
        }

        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    private bool TryInitialize()
    {
        // No lookups but in DNS, no file, no search list: what they say comes from elsewhere, by glibc's rules.
        fixed (byte* lookups = "b\0"u8, nothing = "/dev/null\0"u8, servers = Encoding.ASCII.GetBytes(string.Join(',', Conf.Servers) + '\0'))
        {
            CaresOptions options = new()
            {
                Flags = Cares.NoSearch | Cares.NoAliases | (Conf.UsesTcp ? Cares.UseTcp : 0),
                Timeout = FirstTimeout(Conf),
                Tries = Conf.Attempts,
                Lookups = lookups,
                SocketState = &OnSocketState,
                SocketStateArgument = GCHandle.ToIntPtr(_self),
                ResolvConfPath = nothing,
            };
            int mask = Cares.OptFlags | Cares.OptTimeoutMilliseconds | Cares.OptTries | Cares.OptDomains | Cares.OptLookups | Cares.OptSocketState
                | Cares.OptResolvConf | Cares.OptQueryCache | (Conf.Rotates ? Cares.OptRotate : Cares.OptNoRotate);
            nint handle;
            if (Cares.InitOptions(&handle, &options, mask) != Cares.Success)
            {
                return false;
            }

            Handle = handle;
            return Cares.SetServersCsv(handle, servers) == Cares.Success;
        }
    }

    /// <summary>c-ares doubles its patience with each round of attempts, glibc does not: all of them together shall take as long.</summary>
    private static int FirstTimeout(ResolvConf conf) => Math.Max(conf.PatienceMilliseconds / (conf.Servers.Count * ((1 << conf.Attempts) - 1)), 1);
}
