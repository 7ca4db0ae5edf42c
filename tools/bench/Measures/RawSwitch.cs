using System.Runtime.InteropServices;
using Shim.Green;
using Shim.Green.Interop;
using Shim.Green.Switching;

namespace Bench.Measures;

/// <summary>The StackSwitcher alone, without hub and queues: one context lends its stack, and control goes back and forth.</summary>
internal sealed unsafe class RawSwitch
{
    private readonly StackSwitcher _switcher;
    private Context* _home;
    private nint _guest;
    private bool _stop;

    private RawSwitch(StackSwitcher switcher) => _switcher = switcher;

    /// <summary>Nanoseconds of one switch.</summary>
    internal static double Run() =>
        SwitcherChoice.Create(HubOptions.FromEnvironment().Switcher, out string? refusal) is StackSwitcher stack
            ? new RawSwitch(stack).Time()
            : throw new InvalidOperationException(refusal);

    private double Time()
    {
        Thread guest = new(RunGuest) { IsBackground = true };
        guest.UnsafeStart();
        while (Volatile.Read(ref _guest) == 0)
        {
            Thread.Sleep(1);
        }
        Context* other = (Context*)_guest;
        // A carrier that no hub knows, as in the switcher's self-test; it is never freed, because the process ends here.
        Carrier* carrier = (Carrier*)NativeMemory.AlignedAlloc((nuint)sizeof(Carrier), 64);
        *carrier = default;
        carrier->Tid = Libc.GetTid();
        _home = _switcher.CreateContext();
        _home->Carrier = carrier;
        _switcher.AwaitParked(other);
        double ns = Measure.BestNs(1_000_000, count =>
        {
            for (int i = 0; i < count; i += 2)
            {
                _switcher.Switch(_home, other);
            }
        });
        _stop = true;
        _switcher.Switch(_home, other);
        _switcher.SendHome(other);
        guest.Join();
        return ns;
    }

    private void RunGuest()
    {
        Context* self = _switcher.CreateContext();
        Volatile.Write(ref _guest, (nint)self);
        _switcher.Enlist(self);
        while (!_stop)
        {
            _switcher.Switch(self, _home);
        }
        _switcher.Switch(self, _home);
        _switcher.FreeContext(self);
    }
}
