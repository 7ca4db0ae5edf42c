class Barriers : Scenario
{
    public override int Run()
    {
        var phases = new List<string>();
        var barrier = new Barrier(4, b => phases.Add("phase " + b.CurrentPhaseNumber));
        var threads = Enumerable.Range(0, 3).Select(i => Go(() =>
        {
            for (int k = 0; k < 3; k++)
            {
                Thread.Sleep(i * 10);
                barrier.SignalAndWait();
            }
        })).ToList();
        Task native = Task.Run(() =>
        {
            for (int k = 0; k < 3; k++)
            {
                barrier.SignalAndWait();
            }
        });
        threads.ForEach(t => t.Join());
        native.Wait();
        phases.ForEach(Say);
        Say("timeout: " + barrier.SignalAndWait(20));
        var failing = new Barrier(1, _ => throw new InvalidOperationException("in the phase"));
        Outcome("failing", () => failing.SignalAndWait());
        return 0;
    }
}
