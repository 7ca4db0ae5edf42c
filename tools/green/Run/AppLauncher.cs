using System.Diagnostics;
using System.Runtime.InteropServices;
using Green.Interop;

namespace Green.Run;

/// <summary>
/// Starts the app in place of this tool: by execve the app gets this very process, with its terminal, standard streams, signals, process id and exit code,
/// and nothing is left that would have to pass them on. Where that cannot be had the app runs as a child.
/// </summary>
internal static class AppLauncher
{
    // <bits/signum-arch.h>; GREENSHIM_DUMP may name them.
    private const int User1 = 10;
    private const int User2 = 12;

    internal static int Launch(AppTarget app, ShimSettings settings, IReadOnlyList<string> arguments, bool asChild)
    {
        string[] all = [.. app.HostArguments, app.Path, .. arguments];
        if (!asChild && !OperatingSystem.IsWindows())
        {
            foreach ((string name, string value) in settings.ToEnvironment())
            {
                _ = Libc.SetEnvironment(name, value);
            }
            DiagnosticsSocket.Remove();
            _ = Libc.Exec(DotnetHost.Path, [DotnetHost.Path, .. all]);
        }
        return RunChild(settings, all);
    }

    private static int RunChild(ShimSettings settings, IReadOnlyList<string> arguments)
    {
        var info = new ProcessStartInfo(DotnetHost.Path) { UseShellExecute = false };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
        foreach ((string name, string value) in settings.ToEnvironment())
        {
            info.Environment[name] = value;
        }
        Process? child = null;
        // Ctrl-C and Ctrl-\ reach the child from the terminal, as it is in the same process group: here they only must not end the parent. The others are
        // sent to the parent alone, as a rule, and are passed on. A child without these handlers ends by them, and the parent then reports that.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => c.Cancel = true);
        using PosixSignalRegistration quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, c => c.Cancel = true);
        using PosixSignalRegistration terminate = Pass(PosixSignal.SIGTERM, 15);
        using PosixSignalRegistration hangUp = Pass(PosixSignal.SIGHUP, 1);
        using PosixSignalRegistration user1 = Pass((PosixSignal)User1, User1);
        using PosixSignalRegistration user2 = Pass((PosixSignal)User2, User2);
        PosixSignalRegistration Pass(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, c => Forward(c, child, number));
        try
        {
            child = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine($"green run: cannot start '{DotnetHost.Path}': {e.Message}");
            return Program.UsageError;
        }
        using (child)
        {
            child.WaitForExit();
            // 128 + n when signal n ended it, as a shell says it.
            return child.ExitCode;
        }
    }

    private static void Forward(PosixSignalContext context, Process? child, int signal)
    {
        context.Cancel = true;
        if (child is not null && !OperatingSystem.IsWindows())
        {
            _ = Libc.Kill(child.Id, signal);
        }
    }
}
