/// <summary>Work of the pool does not keep the process.</summary>
class ExitWhilePoolWorks : Scenario
{
    public override int Run()
    {
        for (int i = 0; i < 10; i++)
        {
            Task.Run(() => Thread.Sleep(-1));
        }
        var timer = new Timer(_ => Thread.Sleep(1), null, 0, 1);
        Settle();
        GC.KeepAlive(timer);
        Say("done");
        return 3;
    }
}
