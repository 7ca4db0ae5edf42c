using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Loop;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// c-ares, whose sockets and timeouts are watchers of the hub's loop: any number of look-ups at once, and not a thread. What name servers do not
/// know (hosts, this machine's own name, what is no host name) the system's resolver answers.
/// </summary>
/// <remarks>
/// A green thread only queues what it asks. The loop takes all of it before its next poll, when one look at the files is enough for the whole
/// crowd, and later than every question, so that a change of them is seen as soon as stock would see it.
/// </remarks>
internal sealed class AresResolver(ThreadResolver system) : Resolver
{
    // After the hub's own, which runs green threads: what these ask is taken in the same turn.
    private const int AfterTheHub = -1;

    private readonly Queue<Lookup> _asked = [];
    private Hub? _hub;
    private AsyncWatcher? _read;
    private AresSettings? _settings;
    private AresSettingsWork? _reading;
    private int _waitingForReading;

    internal override string Name => "ares";

    /// <summary>Whether the library is there, with everything that is called.</summary>
    internal static bool IsAvailable =>
        NativeLibrary.TryLoad(Cares.Library, out nint library)
        && Array.TrueForAll(
            [
                "ares_library_init", "ares_init_options", "ares_set_servers_csv", "ares_getaddrinfo", "ares_freeaddrinfo", "ares_query",
                "ares_parse_ptr_reply", "ares_free_hostent", "ares_timeout", "ares_process_fd", "ares_destroy",
            ],
            name => NativeLibrary.TryGetExport(library, name, out _))
        && Cares.LibraryInit() == Cares.Success;

    internal override void Begin(GreenThread me, Lookup lookup)
    {
        // Of several hubs, the first to ask.
        Hub hub = me.Hub;
        if ((Interlocked.CompareExchange(ref _hub, hub, null) ?? hub) != hub)
        {
            system.Submit(lookup);
            return;
        }

        hub.Enter(me);
        try
        {
            if (_read is null)
            {
                StartWatchers(hub);
            }

            _asked.Enqueue(lookup);
        }
        finally
        {
            Hub.Exit(me);
        }
    }

    private void StartWatchers(Hub hub)
    {
        new PrepareWatcher(hub.Loop, static watcher => ((AresResolver)watcher.Data!).TakeAsked()) { Data = this, Priority = AfterTheHub }.Start();
        _read = new AsyncWatcher(hub.Loop, static watcher => ((AresResolver)watcher.Data!).TakeSettings()) { Data = this };
        _read.Start();

        // The new prepare watcher is called from the loop's next turn on.
        hub.ComeRoundAgain();
    }

    /// <summary>Before the loop polls.</summary>
    private void TakeAsked()
    {
        if (_asked.Count == 0 || _reading is not null)
        {
            return;
        }

        if (_settings is not { IsCurrent: true })
        {
            _waitingForReading = _asked.Count;
            _reading = new AresSettingsWork(_hub!, _read!.Send);
            system.Submit(_reading);
            return;
        }

        Answer(_asked.Count);
    }

    /// <summary>They have been read.</summary>
    private void TakeSettings()
    {
        if (_reading is not { } reading)
        {
            return;
        }

        _reading = null;
        _settings?.Channel?.Retire();
        _settings = reading.Settings;

        // What was asked meanwhile may have been asked after another change.
        Answer(_waitingForReading);
    }

    private void Answer(int count)
    {
        for (; count > 0; count--)
        {
            Lookup lookup = _asked.Dequeue();
            if (_settings?.Covers(lookup.Key) == true)
            {
                _settings.Channel!.Ask(lookup);
            }
            else
            {
                system.Submit(lookup);
            }
        }

        _settings?.Channel?.Pump();

        // One that was answered at once may have made a green thread ready, after the hub has looked for those.
        _hub!.ComeRoundAgain();
    }
}
