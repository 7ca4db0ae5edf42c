using System.Runtime.InteropServices;
using DetourHost.Interop;

namespace DetourHost.Routes;

internal static class SignalRoutes
{
    private const int Interrupt = 2;
    private const int User = 10;

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["PosixSignalRegistration.Create(PosixSignal, Action<PosixSignalContext>)"] = () =>
        {
            using var came = new ManualResetEventSlim();
            using var registration = PosixSignalRegistration.Create((PosixSignal)User, context =>
            {
                context.Cancel = true;
                came.Set();
            });
            Raise(User, came);
        },
        ["Console.CancelKeyPress"] = () =>
        {
            using var came = new ManualResetEventSlim();
            ConsoleCancelEventHandler handler = (_, args) =>
            {
                args.Cancel = true;
                came.Set();
            };
            Console.CancelKeyPress += handler;
            Raise(Interrupt, came);
            Console.CancelKeyPress -= handler;
        },
    };

    private static void Raise(int signal, ManualResetEventSlim came)
    {
        _ = Libc.Kill(Environment.ProcessId, signal);
        came.Wait();
    }
}
