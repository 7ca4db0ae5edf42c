class MonitorMisuse : Scenario
{
    public override int Run()
    {
        var gate = new object();
        Action all = () =>
        {
            Outcome("exit", () => Monitor.Exit(gate));
            Outcome("wait", () => Monitor.Wait(gate));
            Outcome("wait with timeout", () => Monitor.Wait(gate, 10));
            Outcome("pulse", () => Monitor.Pulse(gate));
            Outcome("pulse all", () => Monitor.PulseAll(gate));
            Outcome("null", () => Monitor.Enter(null));
            Outcome("wait null", () => Monitor.Wait(null));
            Outcome("pulse null", () => Monitor.Pulse(null));
            bool taken = true;
            Outcome("taken already", () => Monitor.Enter(gate, ref taken));
        };
        Go(all).Join();
        // The same for a lock that somebody else holds.
        lock (gate)
        {
            Go(() =>
            {
                Outcome("exit of another's", () => Monitor.Exit(gate));
                Outcome("wait on another's", () => Monitor.Wait(gate));
                Outcome("pulse on another's", () => Monitor.Pulse(gate));
            }).Join();
            Say("still mine: " + Monitor.IsEntered(gate));
        }
        return 0;
    }
}
