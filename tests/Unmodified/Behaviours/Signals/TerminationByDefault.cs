using System.Runtime.InteropServices;

sealed class TerminationByDefault : Scenario
{
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("ProcessExit");
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Say("handler"));
        Raise(Term);
        Thread.Sleep(10_000);
        return 0;
    }
}
