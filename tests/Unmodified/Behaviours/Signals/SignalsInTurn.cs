using System.Runtime.InteropServices;

sealed class SignalsInTurn : Scenario
{
    // Real-time signals queue in the kernel: not one of them is lost, whoever waits for whatever meanwhile.
    public override int Run()
    {
        const int Each = 200;
        int[] numbers = { 35, 40, 50, 64 };
        var counts = new ConcurrentDictionary<int, int>();
        using var all = new CountdownEvent(Each * numbers.Length);
        List<PosixSignalRegistration> registrations = numbers.Select(n => PosixSignalRegistration.Create((PosixSignal)n, c =>
        {
            c.Cancel = true;
            counts.AddOrUpdate((int)c.Signal, 1, (_, count) => count + 1);
            all.Signal();
        })).ToList();
        bool stop = false;
        List<Thread> others = Enumerable.Range(0, 20).Select(_ => Go(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                Thread.Sleep(1);
            }
        })).ToList();
        for (int i = 0; i < Each; i++)
        {
            foreach (int number in numbers)
            {
                Raise(number);
            }
            if (i % 20 == 0)
            {
                Thread.Sleep(1);
            }
        }
        Say("all came " + all.Wait(60_000));
        stop = true;
        others.ForEach(t => t.Join());
        foreach (int number in numbers)
        {
            Say(number + ": " + counts[number]);
        }
        registrations.ForEach(r => r.Dispose());
        return 0;
    }
}
