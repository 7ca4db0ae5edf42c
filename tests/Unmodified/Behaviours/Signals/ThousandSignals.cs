using System.Runtime.InteropServices;

sealed class ThousandSignals : Scenario
{
    public override int Run()
    {
        int handled = 0;
        using var came = new AutoResetEvent(false);
        using var usr2 = PosixSignalRegistration.Create((PosixSignal)Usr2, c => { c.Cancel = true; handled++; came.Set(); });
        for (int i = 0; i < 1000; i++)
        {
            Raise(Usr2);
            came.WaitOne();
        }
        Say("handled " + handled);
        return 0;
    }
}
