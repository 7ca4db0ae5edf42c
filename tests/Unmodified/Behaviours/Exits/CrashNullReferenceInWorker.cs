class CrashNullReferenceInWorker : Scenario
{
    public override int Run()
    {
        Go(() => { Thread.Sleep(20); string s = null; Say(s.Length.ToString()); });
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }
}
