namespace Shim.Green.Switching;

/// <summary>One way to switch.</summary>
internal sealed unsafe class SwitchRoutines(byte* @switch, byte* enlist, int contextSize)
{
    /// <summary>Switch(from, to); both in preemptive mode, which the P/Invoke transition sees to.</summary>
    internal delegate* unmanaged<Context*, Context*, void> Switch { get; } = (delegate* unmanaged<Context*, Context*, void>)@switch;

    /// <summary>Enlist(self, mask): parks the OS thread; returns when the context is first switched to.</summary>
    internal delegate* unmanaged<Context*, ulong*, void> Enlist { get; } = (delegate* unmanaged<Context*, ulong*, void>)enlist;

    /// <summary>How many bytes a <see cref="Context"/> needs, with what these keep behind it.</summary>
    internal int ContextSize => contextSize;
}
