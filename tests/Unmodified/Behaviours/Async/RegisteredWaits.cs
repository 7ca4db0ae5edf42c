class RegisteredWaits : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            var signal = new AutoResetEvent(false);
            var heard = new SemaphoreSlim(0);
            var said = new ConcurrentQueue<string>();
            WaitOrTimerCallback callback = (state, timedOut) =>
            {
                said.Enqueue(state + " " + (timedOut ? "timed out" : "signalled") + " " + Thread.CurrentThread.IsThreadPoolThread);
                heard.Release();
            };
            RegisteredWaitHandle wait = ThreadPool.RegisterWaitForSingleObject(signal, callback, "again", -1, executeOnlyOnce: false);
            for (int i = 0; i < 3; i++)
            {
                signal.Set();
                heard.Wait();
            }
            var gone = new ManualResetEvent(false);
            wait.Unregister(gone);
            Say("unregistered: " + gone.WaitOne(10000));
            ThreadPool.RegisterWaitForSingleObject(signal, callback, "once", 20, executeOnlyOnce: true);
            heard.Wait();
            foreach (string line in said)
            {
                Say(line);
            }
        }).Join();
        return 0;
    }
}
