namespace Shim.Green.Switching;

/// <summary>
/// How the right to run passes between the threads of a hub. Two implementations: <see cref="StackSwitcher"/> swaps stacks and TLS
/// in user space, <see cref="ThreadSwitcher"/> lets every green thread keep its OS thread and passes a token.
/// </summary>
/// <remarks>
/// All methods that do not say otherwise are called by the holder of the role, in
/// scheduler state.
/// </remarks>
internal abstract unsafe class Switcher
{
    /// <summary>"stack-fs", "stack-tls" or "thread".</summary>
    internal abstract string Name { get; }

    /// <summary>How much of a context a switch to it reads; 0 when it does not read the memory of another thread at all.</summary>
    internal abstract int HotContextSize { get; }

    /// <summary>Makes a context for the calling OS thread, any. Throws when its thread control block does not look as verified at start.</summary>
    internal abstract Context* CreateContext();

    /// <summary>
    /// Parks the calling OS thread (any); returns when its context is first switched to, in scheduler state. The context must already be
    /// known to whoever will switch to it.
    /// </summary>
    internal abstract void Enlist(Context* self);

    /// <summary>Waits until the OS thread behind a context that was just enlisted has left its stack.</summary>
    internal abstract void AwaitParked(Context* context);

    /// <summary>Runs <paramref name="to"/> instead of <paramref name="from"/>; returns when somebody switches back.</summary>
    internal abstract void Switch(Context* from, Context* to);

    /// <summary>Has what the running context holds natively stand where it does when it is switched out. By that context itself, in any state.</summary>
    internal abstract void Settle(Context* self);

    /// <summary>Lets a context that was switched out for the last time return on its own OS thread: its last Switch returns there.</summary>
    internal abstract void SendHome(Context* context);

    /// <summary>Frees a context that went home; called by its own OS thread, or for one that never ran.</summary>
    internal abstract void FreeContext(Context* context);

    /// <summary>A spare carrier, to be given the role or put back; null when none can be had. Any thread.</summary>
    internal abstract Carrier* RentSpare();

    /// <summary>Puts a spare back. Any thread.</summary>
    internal abstract void ReturnSpare(Carrier* spare);

    /// <summary>
    /// Gives the role to a spare carrier, which switches to <paramref name="hub"/>. The caller has just taken it from a running green
    /// thread.
    /// </summary>
    internal abstract void GiveRole(Carrier* spare, Context* hub);

    /// <summary>
    /// Called by a green thread that runs detached: leaves its carrier, which becomes a spare, and returns when the holder of the
    /// role has switched to it, in scheduler state.
    /// </summary>
    /// <param name="self">The context of the calling green thread.</param>
    /// <param name="ready">Queues the green thread on its hub, once it is off the carrier.</param>
    /// <param name="state">Passed to <paramref name="ready"/>.</param>
    internal abstract void Reenlist(Context* self, Action<object> ready, object state);

    /// <summary>How many carriers have had the role.</summary>
    internal abstract int CarrierCount { get; }

    /// <summary>How often the carriers returned to user code.</summary>
    internal abstract long SwitchCount { get; }
}
