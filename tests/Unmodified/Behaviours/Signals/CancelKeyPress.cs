sealed class CancelKeyPress : Scenario
{
    public override int Run()
    {
        int presses = 0;
        using var pressed = new SemaphoreSlim(0);
        Console.CancelKeyPress += (_, e) =>
        {
            presses++;
            Say("press " + presses + ": " + e.SpecialKey);
            e.Cancel = presses < 3;
        };
        Console.CancelKeyPress += (_, e) =>
        {
            Say("second handler sees cancel " + e.Cancel);
            pressed.Release();
        };
        Raise(Int);
        pressed.Wait();
        Raise(Quit);
        pressed.Wait();
        Raise(Int);
        Thread.Sleep(10_000);
        Say("never here");
        return 0;
    }
}
