/// <summary>A synchronization context of the program's own: its awaits come back to it, whatever else is in force.</summary>
class ContextOfOwn : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            using var loop = new OneThread();
            SynchronizationContext.SetSynchronizationContext(loop);
            var seen = new List<bool>();
            Task work = WorkAsync(loop, seen);
            loop.RunUntil(work);
            Say("stayed on its thread: " + string.Join(" ", seen));
            SynchronizationContext.SetSynchronizationContext(null);
        }).Join();
        return 0;
    }

    static async Task WorkAsync(OneThread loop, List<bool> seen)
    {
        seen.Add(loop.IsMine);
        await Task.Delay(5);
        seen.Add(loop.IsMine);
        await Task.Run(() => Thread.Sleep(2));
        seen.Add(loop.IsMine);
        await Task.Delay(1).ConfigureAwait(false);
        seen.Add(loop.IsMine);
    }

    sealed class OneThread : SynchronizationContext, IDisposable
    {
        readonly BlockingCollection<(SendOrPostCallback Call, object State)> _calls = new();
        readonly Thread _mine = Thread.CurrentThread;

        public bool IsMine => Thread.CurrentThread == _mine;

        public override void Post(SendOrPostCallback d, object state) => _calls.Add((d, state));

        public void RunUntil(Task end)
        {
            end.ContinueWith(_ => _calls.CompleteAdding());
            foreach ((SendOrPostCallback call, object state) in _calls.GetConsumingEnumerable())
            {
                call(state);
            }
        }

        public void Dispose() => _calls.Dispose();
    }
}
