/// <summary>Who was interrupted while it did not wait is so at its next wait, for whatever that is, and takes nothing there.</summary>
class InterruptPendingMany : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            var one = new AutoResetEvent(true);
            var other = new AutoResetEvent(true);
            var mutex = new Mutex();
            Interrupted("any", () => WaitHandle.WaitAny(new WaitHandle[] { one, other }));
            Interrupted("any, no time", () => WaitHandle.WaitAny(new WaitHandle[] { one, other }, 0));
            Interrupted("all", () => WaitHandle.WaitAll(new WaitHandle[] { one, other }));
            Interrupted("all, some time", () => WaitHandle.WaitAll(new WaitHandle[] { one, other }, 1000));
            Interrupted("mutex", () => mutex.WaitOne());
            Say("both are set: " + WaitHandle.WaitAll(new WaitHandle[] { one, other }, 0));
            Outcome("not its owner", mutex.ReleaseMutex);
        }).Join();
        return 0;
    }

    static void Interrupted(string label, Action wait)
    {
        Thread.CurrentThread.Interrupt();
        Outcome(label, wait);
        Outcome(label + ", once", () => Thread.Sleep(1));
    }
}
