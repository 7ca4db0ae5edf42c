using System.Diagnostics;
using System.Runtime.CompilerServices;
using Shim.Loop;

namespace Shim.Green;

/// <summary>
/// What all green threads do, with their stacks. .NET has no way to get at another thread's stack; but the hub can switch to a green thread that is
/// parked, which then looks at its own and switches back, without having been woken.
/// </summary>
public sealed unsafe partial class Hub
{
    private PrepareWatcher? _lookPrepare;
    private LookAround? _look;
    private GreenThread? _asked;
    private StackTrace? _told;

    /// <summary>What every green thread does now. Any thread; a green one parks meanwhile.</summary>
    /// <param name="patienceNanoseconds">How long to wait for the hub, which may be busy; without it there are no stacks.</param>
    internal IReadOnlyList<GreenThreadState> LookAround(long patienceNanoseconds)
    {
        LookAround mine = new();
        LookAround look = Interlocked.CompareExchange(ref _look, mine, null) ?? mine;
        _wake.Send();
        return look.Await(patienceNanoseconds) ? look.Answer! : States(withStacks: false);
    }

    private void StartLooks()
    {
        _lookPrepare = new PrepareWatcher(Loop, static watcher => ((Hub)watcher.Data!).TakeLook()) { Data = this, Priority = EventLoop.MaxPriority };
        _lookPrepare.Start();
    }

    private void TakeLook()
    {
        if (Volatile.Read(ref _look) is { } look)
        {
            IReadOnlyList<GreenThreadState> answer = States(withStacks: true);
            Volatile.Write(ref _look, null);
            look.Complete(answer);
        }
    }

    private List<GreenThreadState> States(bool withStacks)
    {
        List<GreenThreadState> states = [];
        foreach (GreenThread green in ThreadTable.All())
        {
            if (green.Hub == this && green.WaitingFor is var waiting && waiting != Crew.WaitingFor)
            {
                states.Add(new GreenThreadState(green, waiting, green.WaitsOn, green.WaitsForever, withStacks ? StackOf(green) : null));
            }
        }

        return states;
    }

    private StackTrace? StackOf(GreenThread green)
    {
        _told = null;
        if (green.IsSwitchedOut)
        {
            _asked = green;
            _switcher.Switch(_context, green.Context);
            _asked = null;
        }

        return _told;
    }

    /// <summary>On the stack of a parked green thread, in scheduler state.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellStack(GreenThread me)
    {
        while (_asked == me)
        {
            // Looking at a stack may wait for a lock of the runtime's library: natively, as the scheduler is no place to park in.
            GreenThread.SetCurrent(null);
            try
            {
                _told = new StackTrace(fNeedFileInfo: false);
            }
            catch (Exception e) when (e is OutOfMemoryException or InsufficientExecutionStackException)
            {
                _told = null;
            }

            GreenThread.SetCurrent(me);
            _switcher.Switch(me.Context, _context);
        }
    }
}
