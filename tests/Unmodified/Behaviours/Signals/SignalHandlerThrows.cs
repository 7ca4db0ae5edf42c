using System.Runtime.InteropServices;

sealed class SignalHandlerThrows : Scenario
{
    public override int Run()
    {
        using var usr1 = PosixSignalRegistration.Create((PosixSignal)Usr1, _ => throw new InvalidOperationException("from a handler"));
        Raise(Usr1);
        Thread.Sleep(10_000);
        return 0;
    }
}
