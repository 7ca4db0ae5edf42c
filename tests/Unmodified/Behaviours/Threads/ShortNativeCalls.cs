using System.Runtime.InteropServices;

/// <summary>Threads that make short calls of a native library, one after the other, beside one that sleeps a few milliseconds at a time.</summary>
class ShortNativeCalls : Scenario
{
    const int Callers = 12;
    const int Calls = 200;

    public override int Run()
    {
        long done = 0;
        long worst = 0;
        bool isOver = false;
        var beat = Go(() =>
        {
            for (long before = 0; !Volatile.Read(ref isOver);)
            {
                Thread.Sleep(5);
                long now = Interlocked.Read(ref done);
                worst = Math.Max(worst, now - before);
                before = now;
            }
        });
        Thread.Sleep(50);
        var callers = Enumerable.Range(0, Callers).Select(_ => Go(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                Usleep(1000);
                Interlocked.Increment(ref done);
            }
        })).ToList();
        callers.ForEach(t => t.Join());
        Volatile.Write(ref isOver, true);
        beat.Join();
        Say("calls: " + done);
        Say("none had to wait while half of them were made: " + (worst < Callers * Calls / 2));
        return 0;
    }

    [DllImport("libc", EntryPoint = "usleep")]
    static extern int Usleep(uint microseconds);
}
