using System.Runtime.InteropServices;

sealed class TerminationCancelled : Scenario
{
    public override int Run()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("ProcessExit");
        var stopping = new ManualResetEvent(false);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => { c.Cancel = true; stopping.Set(); });
        Thread worker = Go(() => { stopping.WaitOne(); Thread.Sleep(50); Say("worker cleaned up"); });
        Raise(Term);
        stopping.WaitOne();
        worker.Join();
        Say("stopped");
        return 7;
    }
}
