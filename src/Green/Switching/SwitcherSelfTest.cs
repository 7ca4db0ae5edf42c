using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green.Switching;

/// <summary>
/// One switch there and back between two threads, with what would break first if an assumption did not hold: identity, thread
/// statics, the stack under a garbage collection, an exception.
/// </summary>
internal sealed unsafe class SwitcherSelfTest
{
    [ThreadStatic]
    private static int t_mark;

    private readonly StackSwitcher _switcher;
    private Context* _home;
    private nint _guest;
    private volatile bool _isGuestHome;
    private string? _failure = "the other thread never ran";

    private SwitcherSelfTest(StackSwitcher switcher) => _switcher = switcher;

    /// <summary>Null when all is well, else one sentence.</summary>
    internal static string? Run(StackSwitcher switcher) => new SwitcherSelfTest(switcher).Run();

    // On a thread of its own, that nobody else has put anything on yet: what the caller's holds (its list of robust mutexes) is not to be exchanged.
    private string? Run()
    {
        string? failure = null;
        bool isOver = false;
        Thread host = new(() =>
        {
            failure = Host();
            Volatile.Write(ref isOver, true);
        }, maxStackSize: 256 * 1024) { IsBackground = true, Name = "GreenShim self-test" };
        host.UnsafeStart();
        // Not Join, for which the JIT would have to compile two methods.
        for (int tries = 0; !Volatile.Read(ref isOver); tries++)
        {
            StepBack.Once(tries);
        }

        return failure;
    }

    private string? Host()
    {
        Thread guest = new(RunGuest, maxStackSize: 256 * 1024) { IsBackground = true, Name = "GreenShim self-test" };
        guest.UnsafeStart();
        for (int tries = 0; Volatile.Read(ref _guest) == 0; tries++)
        {
            StepBack.Once(tries);
        }

        Context* guestContext = (Context*)_guest;
        Carrier* carrier = (Carrier*)NativeMemory.AlignedAlloc((nuint)sizeof(Carrier), 64);
        *carrier = default;
        carrier->Tid = Libc.GetTid();
        _home = _switcher.CreateContext();
        _home->Carrier = carrier;
        try
        {
            _switcher.AwaitParked(guestContext);
            t_mark = 1;
            Thread me = Thread.CurrentThread;
            _switcher.Switch(_home, guestContext);
            if (me != Thread.CurrentThread || t_mark != 1)
            {
                return "a thread lost its identity over a switch";
            }

            GC.Collect(0);
            _switcher.Switch(_home, guestContext);
            return _failure;
        }
        finally
        {
            _switcher.SendHome(guestContext);
            for (int tries = 0; !_isGuestHome; tries++)
            {
                StepBack.Once(tries);
            }

            _switcher.Release(_home);
            NativeMemory.AlignedFree(carrier);
        }
    }

    private void RunGuest()
    {
        Context* self = _switcher.CreateContext();
        Thread me = Thread.CurrentThread;
        object local = new();
        t_mark = 2;
        Volatile.Write(ref _guest, (nint)self);
        _switcher.Enlist(self);

        // On the other OS thread now.
        bool holds = me == Thread.CurrentThread && t_mark == 2 && Libc.GetTid() == _home->OwnTid;
        _switcher.Switch(self, _home);
        try
        {
            Fail();
            holds = false;
        }
        catch (InvalidOperationException)
        {
            GC.KeepAlive(local);
        }

        _failure = holds ? null : "a thread lost its identity on another OS thread";
        _switcher.Switch(self, _home);

        // At home again.
        _switcher.FreeContext(self);
        _isGuestHome = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail() => throw new InvalidOperationException(""); // without a text, its resources would be looked up: milliseconds
}
