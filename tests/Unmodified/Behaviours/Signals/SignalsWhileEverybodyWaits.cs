using System.Runtime.InteropServices;

sealed class SignalsWhileEverybodyWaits : Scenario
{
    public override int Run()
    {
        var gate = new object();
        using var handled = new CountdownEvent(4);
        int turns = 0;
        bool stop = false;
        using var usr1 = PosixSignalRegistration.Create((PosixSignal)Usr1, c =>
        {
            c.Cancel = true;
            int before = turns;
            Thread.Sleep(100);
            lock (gate)
            {
                Say("handler of " + (int)c.Signal + " slept, had the lock, and others went on: " + (turns > before));
            }
            handled.Signal();
        });
        using var winch = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => handled.Signal());
        using var cont = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => handled.Signal());
        Thread worker = Go(() =>
        {
            while (!stop)
            {
                lock (gate)
                {
                    turns++;
                }
                Thread.Sleep(1);
            }
        });
        Raise(Usr1);
        Thread.Sleep(300);
        Raise(Winch);
        Raise(Cont);
        Thread.Sleep(100);
        Raise(Usr1);
        handled.Wait();
        stop = true;
        worker.Join();
        Say("all handled");
        return 0;
    }
}
