class SleepArguments : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            Outcome("-2", () => Thread.Sleep(-2));
            Outcome("0", () => Thread.Sleep(0));
            Outcome("TimeSpan 1 ms", () => Thread.Sleep(TimeSpan.FromMilliseconds(1)));
            Outcome("TimeSpan -5 ms", () => Thread.Sleep(TimeSpan.FromMilliseconds(-5)));
            Outcome("TimeSpan huge", () => Thread.Sleep(TimeSpan.FromDays(60)));
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Thread.Sleep(50);
            Say("slept at least 49 of 50 ms: " + (clock.Elapsed.TotalMilliseconds >= 49));
            Say("yield returns a bool: " + (Thread.Yield() || true));
        }).Join();
        return 0;
    }
}
