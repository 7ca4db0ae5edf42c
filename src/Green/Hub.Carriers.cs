using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>Moving the role to another carrier.</summary>
public sealed unsafe partial class Hub
{
    /// <summary>Gives the role away before the calling green thread blocks. False when it keeps it.</summary>
    /// <param name="me">The calling green thread.</param>
    /// <param name="isForRuntime">Whether it is about to wait inside the runtime.</param>
    internal bool HandOver(GreenThread me, bool isForRuntime)
    {
        if (!TakeRole(me.Context->Carrier, isForRuntime))
        {
            return false;
        }

        me.NoteGivenAway();
        return true;
    }

    /// <summary>Gives the role away before a green thread runs that will keep the carrier for long, if there are others. False when it keeps it.</summary>
    internal bool StepAside(Carrier* carrier)
    {
        if (Volatile.Read(ref _live) <= 1 || !TakeRole(carrier, isForRuntime: false))
        {
            return false;
        }

        Interlocked.Increment(ref _stepsAside);
        return true;
    }

    /// <summary>After <see cref="HandOver"/>: queues for the role again.</summary>
    internal void ComeBack(GreenThread me)
    {
        Enter(me);
        Exit(me);
    }

    /// <summary>
    /// Takes the role from a carrier that runs a green thread's own code, and lets a spare one go on with the hub. Any thread. False
    /// when the green thread entered the scheduler meanwhile, or there is no spare.
    /// </summary>
    internal bool TakeRole(Carrier* carrier, bool isForRuntime)
    {
        if (Volatile.Read(ref carrier->State) != Carrier.User)
        {
            return false;
        }

        // The spare first: once the role is taken, somebody must have it.
        Carrier* spare = _switcher.RentSpare();
        if (spare is null)
        {
            return false;
        }

        if (Interlocked.CompareExchange(ref carrier->State, Carrier.Detached, Carrier.User) != Carrier.User)
        {
            _switcher.ReturnSpare(spare);
            return false;
        }

        // At least 20 ms are gone where the watchdog calls: the clock is to be read, or as many green threads as there are switches left before the next reading
        // take as long each, and who waits for the loop waits for them all.
        _switchesLeft = 0;

        // The hub's context is switched out whenever a green thread holds the role.
        Interlocked.Increment(ref _handOvers);
        if (isForRuntime)
        {
            Interlocked.Increment(ref _runtimeHandOvers);
        }

        _switcher.GiveRole(spare, _context);
        return true;
    }

    /// <summary>The carrier that has the role, and how often it returned to user code. Any thread; a snapshot.</summary>
    internal Carrier* ActiveCarrier => _context->Carrier;

    /// <summary>How many times the loop came round. Any thread; a snapshot.</summary>
    internal long Rounds => Volatile.Read(ref _rounds);
}
