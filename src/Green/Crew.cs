using System.Diagnostics;

namespace Shim.Green;

/// <summary>
/// Green threads that do what others queue. Items begin in the order of the queue, and while none of them parks one member does them all; when
/// one parks, another goes on with the next item.
/// </summary>
/// <remarks>
/// <para>
/// Whoever queues an item asks for a member afterwards (<see cref="Request"/>). At most one is on its way at a time: it takes the request back
/// before it looks at the queue, so an item that was queued earlier is seen, and a later one asks again. A member that has taken its first item
/// and sees more asks for the next member at once: that one stands by, and goes on should this one park. So there are as many members as items
/// that wait at the same time, and one or two more.
/// </para>
/// <para>
/// A member whose turn is over hands on to the one that is on its way; when there is none, it plays that part itself while the others run.
/// </para>
/// </remarks>
[StackTraceHidden]
internal abstract class Crew(Hub hub)
{
    /// <summary>What a member waits for that has nothing to do.</summary>
    internal const string WaitingFor = "work";

    // As long as an idle thread of the runtime's own pool stays.
    private const long IdleNanoseconds = 20_000_000_000;

    private SpinGate _gate;
    private CrewMember? _idle; // who came last is first: its stack is warm
    private int _members;
    private int _idleMembers;
    private bool _isRequested;

    // Requested, and everybody is busy: the first who has nothing to do looks at the queue again.
    private bool _isUnserved;

    // The system had no thread for one of the members, which stands in line for one. Others are not tried before it has got that.
    private bool _isShort;

    /// <summary>Its green threads now, busy or not. Any thread.</summary>
    internal int Members => Volatile.Read(ref _members);

    /// <summary>Those of them that wait for work. Any thread.</summary>
    internal int IdleMembers => Volatile.Read(ref _idleMembers);

    protected Hub Hub => hub;

    /// <summary>How many green threads it may have at most; past that, items wait for one. Any thread.</summary>
    protected abstract int MostMembers { get; }

    /// <summary>Sees to it that a member looks at the queue. Any thread, the loop's callbacks too: nothing is done here but asking.</summary>
    /// <exception cref="OutOfMemoryException">The system has no thread for the first member. The item stays queued.</exception>
    internal void Request()
    {
        int most = MostMembers;
        CrewMember? idle = null;
        bool starts = false;
        _gate.Enter();
        if (!_isRequested || _isUnserved)
        {
            _isRequested = true;
            _isUnserved = false;
            idle = _idle;
            if (idle is not null)
            {
                Unlink(idle);
            }
            else if (_members < most && !_isShort)
            {
                _members++;
                starts = true;
            }
            else
            {
                _isUnserved = true;
            }
        }

        _gate.Exit();
        if (idle is not null)
        {
            // Should its wait have timed out this moment: it finds itself off the list, and works.
            idle.Green!.TryUnpark(idle.Ticket);
        }
        else if (starts)
        {
            Start();
        }
    }

    /// <summary>The life of a member.</summary>
    internal void Accompany(CrewMember member)
    {
        if (member.StoodInLine)
        {
            _gate.Enter();
            _isShort = false;
            _gate.Exit();
        }

        OnJoined(member.Green!);
        do
        {
            Serve(member.Green!);
        }
        while (Rest(member));

        OnLeaving(member.Green!);
    }

    /// <summary>
    /// Does items in their order, until there are none or the turn is over; asks for another member once it has taken one and sees more.
    /// </summary>
    /// <returns>Whether the turn is over and items may be left.</returns>
    protected abstract bool Work();

    /// <summary>A member begins, on its own thread.</summary>
    protected virtual void OnJoined(GreenThread member)
    {
    }

    /// <summary>A member ends, on its own thread, which will serve others.</summary>
    protected virtual void OnLeaving(GreenThread member)
    {
    }

    private void Serve(GreenThread me)
    {
        do
        {
            _gate.Enter();
            _isRequested = false;
            _isUnserved = false;
            _gate.Exit();

            // A full fence lies between this and the look at the queue (the gate's release alone is none on every processor).
            Interlocked.MemoryBarrier();
            if (!Work() || !TryStandIn())
            {
                return;
            }

            hub.YieldToLoop(me);
        }
        while (true);
    }

    /// <summary>Makes the caller the one that is on its way; false when somebody else is.</summary>
    private bool TryStandIn()
    {
        _gate.Enter();
        bool isFree = !_isRequested || _isUnserved;
        _isRequested = true;
        _isUnserved = false;
        _gate.Exit();
        return isFree;
    }

    /// <summary>Waits for work. False when there was none for a long time.</summary>
    private bool Rest(CrewMember member)
    {
        _gate.Enter();
        if (_isUnserved)
        {
            _gate.Exit();
            return true;
        }

        member.Ticket = member.Green!.BeginWait();
        Link(member);
        _gate.Exit();

        member.Green.Park(member.Ticket, IdleNanoseconds, WaitingFor, interruptible: false);

        _gate.Enter();
        bool isStillIdle = member.IsIdle;
        if (isStillIdle)
        {
            Unlink(member);
            _members--;
        }

        _gate.Exit();
        return !isStillIdle;
    }

    private void Start()
    {
        CrewMember? member = null;
        GreenThread? green = null;
        try
        {
            member = new CrewMember(this);
            green = new GreenThread(hub, member.Run, null);
            if (hub.TrySpawnAtOnce(green))
            {
                return;
            }
        }
        catch (OutOfMemoryException)
        {
            // There is no memory for one: as where there is no thread.
        }

        _gate.Enter();
        bool hasOthers = _members > 1;
        CrewMember? idle = _idle;
        if (idle is not null)
        {
            // All have become idle meanwhile, and nobody would look.
            Unlink(idle);
        }

        // Those who are busy may wait for what is queued behind them, so it is not left to them alone.
        bool standsInLine = green is not null && hasOthers && idle is null && !_isShort;
        if (standsInLine)
        {
            member!.StoodInLine = true;
            _isShort = true;
        }
        else
        {
            _members--;
        }

        _isRequested = hasOthers;
        _isUnserved = hasOthers && idle is null;
        _gate.Exit();
        if (standsInLine)
        {
            hub.SpawnInLine(green!);
        }
        else if (idle is not null)
        {
            idle.Green!.TryUnpark(idle.Ticket);
        }
        else if (!hasOthers)
        {
            throw new OutOfMemoryException("The system has no thread for another green thread.");
        }
    }

    private void Link(CrewMember member)
    {
        member.IsIdle = true;
        member.Next = _idle;
        member.Previous = null;
        if (_idle is not null)
        {
            _idle.Previous = member;
        }

        _idle = member;
        _idleMembers++;
        hub.CountIdle(+1);
    }

    private void Unlink(CrewMember member)
    {
        member.IsIdle = false;
        if (member.Previous is { } previous)
        {
            previous.Next = member.Next;
        }
        else
        {
            _idle = member.Next;
        }

        if (member.Next is { } next)
        {
            next.Previous = member.Previous;
        }

        member.Next = null;
        member.Previous = null;
        _idleMembers--;
        hub.CountIdle(-1);
    }
}
