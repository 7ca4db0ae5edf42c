using System.Runtime.InteropServices;
using Shim;

namespace SyncHost;

/// <summary>The loop's own signal watchers beside the standard handlers of the same signal: both are called, and none waits for the other.</summary>
internal static partial class Signals
{
    private const int User1 = 10;
    private const int Patience = 20_000;

    internal static string? Run() => BesideABlockingHandler() ?? BesideOnesThatComeAndGo() ?? Terminating();

    private static string? BesideABlockingHandler()
    {
        using SemaphoreSlim own = new(0), standard = new(0), go = new(0);
        using IDisposable watched = GreenShim.OnSignal((PosixSignal)User1, () => own.Release());

        // Registered later, so called earlier; and it does not return. When it does in the end, both registrations may be gone: the runtime shall not
        // take what came before for one that nobody wants, and end the process.
        using var registration = PosixSignalRegistration.Create((PosixSignal)User1, context =>
        {
            context.Cancel = true;
            standard.Release();
            go.Wait();
        });
        for (int i = 0; i < 3; i++)
        {
            Raise();
            if (!standard.Wait(Patience) || !own.Wait(Patience))
            {
                return "a handler was kept waiting by another one";
            }
        }

        go.Release(3);
        return null;
    }

    private static string? BesideOnesThatComeAndGo()
    {
        using SemaphoreSlim own = new(0), standard = new(0);
        using IDisposable watched = GreenShim.OnSignal((PosixSignal)User1, () => own.Release());
        for (int i = 0; i < 50; i++)
        {
            using var registration = PosixSignalRegistration.Create((PosixSignal)User1, _ => standard.Release());
            Raise();
            if (!own.Wait(Patience) || !standard.Wait(Patience))
            {
                return $"nobody was told in round {i}";
            }

            if (own.Wait(0) || standard.Wait(0))
            {
                return $"somebody was told twice in round {i}";
            }
        }

        return null;
    }

    // One that would end the process does not while it is watched; the standard handler sees that somebody keeps it, and need not.
    private static string? Terminating()
    {
        using SemaphoreSlim own = new(0), standard = new(0);
        bool isKept = false;
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            isKept = context.Cancel;
            standard.Release();
        });
        using IDisposable watched = GreenShim.OnSignal(PosixSignal.SIGTERM, () => own.Release());
        _ = Kill(Environment.ProcessId, 15);
        return own.Wait(Patience) && standard.Wait(Patience) && isKept ? null : "SIGTERM was not handled by both";
    }

    private static void Raise() => _ = Kill(Environment.ProcessId, User1);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
