using System.Runtime.InteropServices;

sealed class SignalHandlerOrder : Scenario
{
    public override int Run()
    {
        using var done = new SemaphoreSlim(0);
        PosixSignalRegistration second = null;
        using var first = PosixSignalRegistration.Create((PosixSignal)Usr1, c => { Say("first: signal " + (int)c.Signal + " cancelled " + c.Cancel); done.Release(); });
        second = PosixSignalRegistration.Create((PosixSignal)Usr1, c => { Say("second: cancelled " + c.Cancel); second.Dispose(); });
        using var third = PosixSignalRegistration.Create((PosixSignal)Usr1, c => { Say("third: cancelled " + c.Cancel); c.Cancel = true; });
        Raise(Usr1);
        done.Wait();
        Raise(Usr1);
        done.Wait();
        Say("still here");
        return 0;
    }
}
