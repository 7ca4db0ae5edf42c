using System.Runtime.CompilerServices;
using Shim.Green.Switching;
using Shim.Loop;

namespace Shim.Green;

/// <summary>
/// Runs green threads, one at a time, and the event loop when none of them is ready. The hub is itself a thread that is switched to.
/// </summary>
/// <remarks>
/// One carrier at a time holds the role: it may touch the ready queue, the loop and everything else here that is not said to be for
/// any thread. See <see cref="Carrier"/> for how the role moves.
/// </remarks>
public sealed unsafe partial class Hub
{
    private static readonly SpinLockedDefault s_default = new();

    [ThreadStatic]
    private static Hub? t_hub;

    private readonly Switcher _switcher;
    private readonly WayHome _wayHome;
    private readonly bool _isStrict;
    private readonly PrepareWatcher _prepare;
    private readonly AsyncWatcher _wake;
    private readonly Watchdog _watchdog;
    private Context* _context;
    private int _isUp;

    private Hub(HubOptions options, Switcher switcher)
    {
        Options = options;
        _switcher = switcher;
        _isStrict = options.IsStrict;
        _mayBatch = LendsStacks && options.BatchesSockets;
        _wayHome = new WayHome(switcher);
        _contextLines = (switcher.HotContextSize + LineSize - 1) / LineSize;
        Loop = new EventLoop { SpinTime = options.SpinMicroseconds * 1_000L };
        _prepare = new PrepareWatcher(Loop, static watcher => ((Hub)watcher.Data!).RunReady()) { Data = this };
        _prepare.Start();
        StartBodies();
        StartSignals();
        StartLooks();
        _wake = new AsyncWatcher(Loop, static watcher => ((Hub)watcher.Data!).TakeRequests()) { Data = this };
        _wake.Start();
        _watchdog = new Watchdog(this);
        StartThread();
        _watchdog.Start();
        ArrangeLastTurns();
    }

    /// <summary>The hub of this process; started, with the options of the environment, when first asked for.</summary>
    /// <exception cref="FormatException">A variable of the environment holds what it cannot; the message names it.</exception>
    /// <exception cref="ArgumentException">The same of a variable that names a switcher or a backend of the loop.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory or thread to be had for it.</exception>
    /// <exception cref="IOException">There is no descriptor to be had for it.</exception>
    public static Hub Default => s_default.Get(static () => Start(HubOptions.FromEnvironment()));

    /// <summary>Whether <see cref="Default"/> was started.</summary>
    public static bool HasDefault => s_default.HasValue;

    /// <summary>How this hub was set up.</summary>
    public HubOptions Options { get; }

    /// <summary>Which switcher it runs on: <c>stack-fs</c>, <c>stack-tls</c> or <c>thread</c>.</summary>
    public string SwitcherName => _switcher.Name;

    /// <summary>Why <c>auto</c> did not take the stack switcher; null when it did, or was not asked to.</summary>
    public string? SwitcherRefusal { get; private init; }

    internal EventLoop Loop { get; }

    /// <summary>Whether green threads lend their stacks to carriers, so that their OS threads only sleep.</summary>
    internal bool LendsStacks => _switcher is StackSwitcher;

    /// <summary>Starts a hub of its own and returns when it runs. Any thread.</summary>
    /// <exception cref="PlatformNotSupportedException">The switcher that was asked for is not to be had; the message says why.</exception>
    /// <exception cref="ArgumentException">There is no switcher of that name, a time is out of its range, or <c>GREENSHIM_LOOP_BACKEND</c> names no backend.</exception>
    /// <exception cref="OutOfMemoryException">There is no memory or thread to be had for it.</exception>
    /// <exception cref="IOException">There is no descriptor to be had for it.</exception>
    public static Hub Start(HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        Switcher switcher = SwitcherChoice.Create(options.Switcher, out string? refusal);
        Hub hub = new(options, switcher) { SwitcherRefusal = refusal };
        Note(hub);
        return hub;
    }

    /// <summary>Makes <paramref name="options"/> those of the default hub, and starts it. False when it was started before. Throws what <see cref="Start"/> does.</summary>
    public static bool StartDefault(HubOptions options) => s_default.TrySet(() => Start(options));

    /// <summary>
    /// Turns the calling thread into a green thread of this hub: when this returns, it runs on a carrier, and its own OS thread sleeps.
    /// Nothing happens on a thread that is green already.
    /// </summary>
    public void EnlistCurrent()
    {
        if (GreenThread.Current is null)
        {
            GreenThread green = new(this, Thread.CurrentThread);
            ThreadTable.Reserve(Environment.CurrentManagedThreadId);
            Enlist(green, _switcher.CreateContext());
            if (green.Thread!.ManagedThreadId == 1)
            {
                _watchdog.MainThread = green;
            }
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> as <paramref name="green"/>, on the calling OS thread's own CLR thread, and returns on that OS thread.
    /// An exception that leaves the body passes through (unhandled ones end the process, as anywhere).
    /// </summary>
    /// <param name="green">Made for the calling thread, by whichever thread.</param>
    /// <param name="body">What to run.</param>
    /// <param name="state">Passed to the body.</param>
    [System.Diagnostics.StackTraceHidden]
    internal void RunEnlisted(GreenThread green, Action<object?> body, object? state)
    {
        Context* context;
        try
        {
            ThreadTable.Reserve(Environment.CurrentManagedThreadId);
            context = _switcher.CreateContext();
        }
        catch (Exception e) when (e is OutOfMemoryException or PlatformNotSupportedException)
        {
            // The thread exists, so it runs: as a native one.
            Interlocked.Increment(ref _notEnlisted);
            body(state);
            return;
        }

        Enlist(green, context);
        try
        {
            StackColor.Run(body, state);
        }
        finally
        {
            GoHome(green);
        }
    }

    private void Enlist(GreenThread green, Context* context)
    {
        green.Context = context;
        green.NativeId = context->OwnTid;
        green.IsFresh = true;
        ThreadTable.Set(Environment.CurrentManagedThreadId, green);
        Interlocked.Increment(ref _live);
        Interlocked.Increment(ref _enlisted);
        PushRemote(green);
        _switcher.Enlist(context);
        GreenThread.SetCurrent(green);
        Exit(green);
        SetContext();
    }

    private void GoHome(GreenThread green)
    {
        green.Complete();
        Enter(green);
        GreenThread.SetCurrent(null);
        Context* context = green.Context;
        context->IsAwaited = green.IsAwaited;
        _goingHome.Push((nint)context);
        _switcher.Switch(context, _context);

        // On the own OS thread again.
        _wayHome.Arrived();
        ThreadTable.Set(Environment.CurrentManagedThreadId, null);
        Interlocked.Decrement(ref _live);
        _switcher.FreeContext(context);
    }

    private void StartThread()
    {
        Thread thread = new(Run, maxStackSize: 1024 * 1024) { IsBackground = true, Name = "GreenShim hub" };
        thread.UnsafeStart();
        for (int tries = 0; Volatile.Read(ref _isUp) == 0; tries++)
        {
            StepBack.Once(tries);
        }

        _switcher.AwaitParked(_context);
        Carrier* carrier = _switcher.RentSpare();
        if (carrier is null)
        {
            throw new OutOfMemoryException("No carrier thread could be started.");
        }

        _switcher.GiveRole(carrier, _context);
    }

    private void Run()
    {
        _context = _switcher.CreateContext();
        Volatile.Write(ref _isUp, 1);
        _switcher.Enlist(_context);
        t_hub = this;
        try
        {
            Loop.Run();
            Environment.FailFast("GreenShim: the hub's loop ended although its watchers were active.");
        }
        catch (Exception e)
        {
            // A loop that has lost an event must not limp on: somebody would wait for ever.
            Environment.FailFast("GreenShim: the hub's loop failed: " + e.Message, e);
        }
    }
}
