class CrashInAsyncVoid : Scenario
{
    public override int Run()
    {
        Go(() => { Fire(); Thread.Sleep(10000); }).Join();
        return 0;
    }

    static async void Fire()
    {
        await Task.Delay(10);
        throw new InvalidOperationException("from an async void method");
    }
}
