using System.Runtime.InteropServices;

sealed class SignalHandlersAtOnce : Scenario
{
    // A handler that waits does not keep the same signal, nor another one, from being handled; and locks hold between handlers.
    public override int Run()
    {
        var gate = new object();
        using var begun = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        using var ended = new CountdownEvent(4);
        int inside = 0, most = 0;
        Action<PosixSignalContext> handler = c =>
        {
            c.Cancel = true;
            Say("begins");
            begun.Release();
            go.Wait();
            lock (gate)
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Thread.Sleep(20);
                Interlocked.Decrement(ref inside);
            }
            ended.Signal();
        };
        using var usr1 = PosixSignalRegistration.Create((PosixSignal)Usr1, handler);
        using var hup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, handler);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, handler);
        foreach (int signal in new[] { Usr1, Usr1, Hup, Term })
        {
            Raise(signal);
            Say("began " + begun.Wait(20_000));
        }
        Say("four wait, and ended are " + (4 - ended.CurrentCount));
        go.Set();
        Say("all ended " + ended.Wait(20_000) + ", at once in the lock " + most);
        return 0;
    }
}
