using System.Runtime.InteropServices;

/// <summary>What a program finds as the last error after each signal, where nobody waits, where somebody does, and where it fails.</summary>
class ErrorsOfSignals : Scenario
{
    const int Before = 99;

    public override int Run()
    {
        var e = new AutoResetEvent(false);
        var m = new Mutex();
        var s = new Semaphore(0, 2);
        Error("set", () => e.Set());
        Error("reset", () => e.Reset());
        Error("release", () => s.Release());
        s.WaitOne();
        m.WaitOne();
        Error("release mutex", () => m.ReleaseMutex());

        Thread[] waiters = { Go(() => e.WaitOne()), Go(() => s.WaitOne()), Go(() => m.WaitOne()) };
        Settle();
        Error("set with a waiter", () => e.Set());
        Error("release with a waiter", () => s.Release());
        foreach (Thread waiter in waiters)
        {
            waiter.Join();
        }

        Error("release too many", () => s.Release(3));
        Error("release another's mutex", () => m.ReleaseMutex());
        e.Dispose();
        Error("set when disposed", () => e.Set());
        return 0;
    }

    static void Error(string label, Action action)
    {
        Marshal.SetLastPInvokeError(Before);
        string end = "ok";
        try
        {
            action();
        }
        catch (Exception e)
        {
            end = e.GetType().Name;
        }
        int error = Marshal.GetLastPInvokeError();
        Say(label + ": " + end + ", last error " + error);
    }
}
