using System.Runtime.InteropServices;

sealed class SignalOfEveryKind : Scenario
{
    // All that have a name, and what can be had by number alone. Each is caught, told by the name it was asked for, and ends nothing.
    public override int Run()
    {
        int[] named = { 1, 2, 3, 15, 17, 18, 28, 21, 22, 20 };
        PosixSignal[] names =
        {
            PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, PosixSignal.SIGCHLD,
            PosixSignal.SIGCONT, PosixSignal.SIGWINCH, PosixSignal.SIGTTIN, PosixSignal.SIGTTOU, PosixSignal.SIGTSTP,
        };
        for (int i = 0; i < named.Length; i++)
        {
            Catch(names[i], named[i]);
        }
        foreach (int number in new[] { 1, 2, 3, 10, 12, 14, 15, 16, 18, 20, 23, 24, 25, 26, 27, 28, 29, 30, 31, 35, 40, 63, 64 })
        {
            Catch((PosixSignal)number, number);
        }
        foreach (int wrong in new[] { 0, 9, 19, 65, 1000, -11, -1000 })
        {
            Outcome("number " + wrong, () => PosixSignalRegistration.Create((PosixSignal)wrong, _ => { }).Dispose());
        }
        Outcome("no handler", () => PosixSignalRegistration.Create(PosixSignal.SIGHUP, null));
        return 0;
    }

    static void Catch(PosixSignal signal, int number)
    {
        using var caught = new SemaphoreSlim(0);
        using (PosixSignalRegistration.Create(signal, c =>
        {
            c.Cancel = true;
            Say("asked for " + signal + ", got " + c.Signal);
            caught.Release();
        }))
        {
            for (int i = 0; i < 2; i++)
            {
                Raise(number);
                if (!caught.Wait(20_000))
                {
                    Say("nothing came for " + signal);
                }
            }
        }
    }
}
