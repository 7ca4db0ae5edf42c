using System.Globalization;

/// <summary>What a work item can see of the thread that it runs on, and what it leaves there.</summary>
class PoolThreads : Scenario
{
    [ThreadStatic]
    static int t_seen;

    public override int Run()
    {
        Say(Task.Run(Facts).Result);
        Task.Run(() =>
        {
            Thread.CurrentThread.Name = "mine";
            Thread.CurrentThread.Priority = ThreadPriority.AboveNormal;
            CultureInfo.CurrentCulture = new CultureInfo("fr-FR");
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            t_seen = 1;
        }).Wait();
        Say(string.Join("; ", Enumerable.Range(0, 20).Select(_ => Task.Run(Facts).Result).Distinct()));
        Say("context: " + Task.Run(() => SynchronizationContext.Current == null).Result);
        Say("current: " + (Task.Run(() => Thread.CurrentThread == Thread.CurrentThread && Thread.CurrentThread.IsAlive).Result));
        Say("same thread throughout: " + Task.Run(() =>
        {
            Thread before = Thread.CurrentThread;
            int id = Environment.CurrentManagedThreadId;
            t_seen = 5;
            Thread.Sleep(10);
            lock (this)
            {
                Monitor.Wait(this, 5);
            }
            return before == Thread.CurrentThread && id == Environment.CurrentManagedThreadId && t_seen == 5;
        }).Result);
        ThreadPool.GetMinThreads(out int least, out int leastIo);
        ThreadPool.GetMaxThreads(out int most, out int mostIo);
        Say("limits: " + (least == Environment.ProcessorCount) + " " + leastIo + " " + most + " " + mostIo);
        Say("set: " + ThreadPool.SetMinThreads(3, 2) + " " + ThreadPool.SetMaxThreads(100, 50) + " " + ThreadPool.SetMinThreads(200, 2) + " " + ThreadPool.SetMaxThreads(1, 1));
        ThreadPool.GetMinThreads(out least, out leastIo);
        ThreadPool.GetMaxThreads(out most, out mostIo);
        Say("limits: " + least + " " + leastIo + " " + most + " " + mostIo);
        Say("available: " + Task.Run(() =>
        {
            ThreadPool.GetAvailableThreads(out int workers, out int io);
            return workers < 100 && workers > 90 && io == 50;
        }).Result);
        Say("threads: " + (Task.Run(() => ThreadPool.ThreadCount).Result > 0) + ", completed: " + (ThreadPool.CompletedWorkItemCount > 20));
        var stop = new ManualResetEventSlim();
        Task.Run(() => stop.Wait());
        Outcome("interrupted", () => Task.Run(() => { Thread.CurrentThread.Interrupt(); Thread.Sleep(1000); }).Wait());
        stop.Set();
        return 0;
    }

    static string Facts()
    {
        Thread t = Thread.CurrentThread;
        return t.IsThreadPoolThread + " " + t.IsBackground + " " + t.Name + " " + t.Priority + " " + CultureInfo.CurrentCulture.Name + " " + t.ThreadState + " " + t.GetApartmentState();
    }
}
