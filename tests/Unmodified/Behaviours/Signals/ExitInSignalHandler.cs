using System.Runtime.InteropServices;

sealed class ExitInSignalHandler : Scenario
{
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("ProcessExit");
        using var hup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => { Say("exiting"); Environment.Exit(5); });
        Raise(Hup);
        Thread.Sleep(10_000);
        return 0;
    }
}
