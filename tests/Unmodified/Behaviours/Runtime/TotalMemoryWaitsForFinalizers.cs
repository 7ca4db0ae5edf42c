using System.Runtime.CompilerServices;

class TotalMemoryWaitsForFinalizers : Scenario
{
    // GC.GetTotalMemory(true) waits for finalizers, one of which wants a lock that another thread holds while it sleeps.
    static readonly object gate = new object();
    static int finalized;

    public override int Run()
    {
        ManualResetEventSlim held = new ManualResetEventSlim();
        Thread holder = Go(() =>
        {
            lock (gate)
            {
                held.Set();
                Settle();
                Thread.Sleep(50);
                Say("holder lets go");
            }
        });
        held.Wait();
        Forget();
        // The first thing that GetTotalMemory does is to wait for what is to be finalized already.
        GC.Collect();
        Say("some memory: " + (GC.GetTotalMemory(true) > 0) + ", finalized " + finalized);
        holder.Join();
        Say("no wait: " + (GC.GetTotalMemory(false) > 0));

        Thread me = Thread.CurrentThread;
        me.Interrupt();
        Outcome("no wait, not interrupted", () => GC.GetTotalMemory(false));
        Outcome("interrupted", () => GC.GetTotalMemory(true));
        Outcome("and once only", () => GC.GetTotalMemory(true));
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Forget()
    {
        for (int i = 0; i < 3; i++)
        {
            new Locks();
        }
    }

    class Locks
    {
        ~Locks()
        {
            lock (gate)
            {
                finalized++;
            }
        }
    }
}
