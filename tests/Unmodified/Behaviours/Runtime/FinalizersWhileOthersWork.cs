using System.Runtime.CompilerServices;

class FinalizersWhileOthersWork : Scenario
{
    // A finalizer waits for what another thread has yet to do; who waits for finalizers must not keep it from that.
    static readonly ManualResetEventSlim go = new ManualResetEventSlim();
    static int finalized;

    public override int Run()
    {
        Forget();
        GC.Collect();
        Thread helper = Go(() =>
        {
            Settle();
            for (int i = 0; i < 10; i++)
            {
                Thread.Sleep(1);
            }
            Say("helper lets the finalizer go");
            go.Set();
        });
        GC.WaitForPendingFinalizers();
        Say("finalized " + finalized);
        helper.Join();
        Outcome("negative", () => GC.WaitForFullGCApproach(-2));
        Outcome("negative complete", () => GC.WaitForFullGCComplete(-2));
        Say("not registered: " + GC.WaitForFullGCApproach(0) + " " + GC.WaitForFullGCComplete(0));
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Forget()
    {
        for (int i = 0; i < 3; i++)
        {
            new Waits();
        }
    }

    class Waits
    {
        ~Waits()
        {
            go.Wait(TimeSpan.FromSeconds(20));
            Interlocked.Increment(ref finalized);
        }
    }
}
