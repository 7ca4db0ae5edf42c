class TurnsAfterPulse : Scenario
{
    // Who was pulsed looks again whether it can have what it waits for: now and then before who pulsed it has taken it again.
    public override int Run()
    {
        var o = new object();
        bool isFree = true;
        void Take(int milliseconds, bool all)
        {
            lock (o)
            {
                while (!isFree)
                {
                    Monitor.Wait(o);
                }
                isFree = false;
            }
            if (milliseconds > 0)
            {
                Thread.Sleep(milliseconds);
            }
            lock (o)
            {
                isFree = true;
                if (all)
                {
                    Monitor.PulseAll(o);
                }
                else
                {
                    Monitor.Pulse(o);
                }
            }
        }
        Say("one: " + Turns.At(() => Take(1, false), () => Take(0, false)));
        Say("all: " + Turns.At(() => Take(1, true), () => Take(0, true)));
        Say("several: " + Turns.At(() => Take(1, false), () => Take(0, false), crowd: 3));
        Say("beside a pool thread: " + Turns.At(() => Take(1, false), () => Take(0, false), onPool: true));
        return 0;
    }
}
