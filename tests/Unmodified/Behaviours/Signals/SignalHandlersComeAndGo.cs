using System.Runtime.InteropServices;

sealed class SignalHandlersComeAndGo : Scenario
{
    // Who is registered when the signal comes is called, whatever the handlers do to each other's registrations meanwhile.
    public override int Run()
    {
        using var done = new SemaphoreSlim(0);
        PosixSignalRegistration first = null, second = null, late = null;
        first = PosixSignalRegistration.Create((PosixSignal)Usr1, c =>
        {
            Say("first, cancelled " + c.Cancel);
            done.Release();
        });
        second = PosixSignalRegistration.Create((PosixSignal)Usr1, c => Say("second, cancelled " + c.Cancel));
        using var third = PosixSignalRegistration.Create((PosixSignal)Usr1, c =>
        {
            c.Cancel = true;
            Say("third");
            second?.Dispose();
            second = null;
            late ??= PosixSignalRegistration.Create((PosixSignal)Usr1, _ => Say("late"));
        });
        for (int i = 0; i < 2; i++)
        {
            Raise(Usr1);
            Say("done " + done.Wait(20_000));
        }
        // One that is let go of is gone in the end, as far as the signal goes: the others still hear of it.
        late.Dispose();
        late.Dispose();
        Raise(Usr1);
        Say("done " + done.Wait(20_000));
        first.Dispose();
        using var last = PosixSignalRegistration.Create((PosixSignal)Usr1, c =>
        {
            Say("last, cancelled " + c.Cancel);
            c.Cancel = false;
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("not at the end of a process that a signal ends");
        // The last one registered takes back... what nobody has given yet; the third, called after it, cancels again.
        Raise(Usr1);
        Settle();
        Say("still here");
        third.Dispose();
        Raise(Usr1);
        Thread.Sleep(20_000);
        return 0;
    }
}
