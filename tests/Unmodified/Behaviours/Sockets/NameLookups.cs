class NameLookups : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            Say("localhost: " + Dns.GetHostAddresses("localhost").Any(IPAddress.IsLoopback));
            Outcome("no such name", () => Dns.GetHostAddresses("no-such-name.invalid"));
            Say("literal: " + Dns.GetHostAddresses("127.0.0.1")[0]);
        }).Join();
        return 0;
    }
}
