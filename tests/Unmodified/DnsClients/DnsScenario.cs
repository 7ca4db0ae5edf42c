using System;
using System.Net;
using DnsClient;

/// <summary>Started with the server's host and port. It knows host0.test to host49.test as 10.1.0.0 to 10.1.0.49.</summary>
abstract class DnsScenario : Scenario
{
    public LookupClientOptions Options(int port)
    {
        return new LookupClientOptions(new IPEndPoint(IPAddress.Parse(Server[0]), port)) { Timeout = TimeSpan.FromSeconds(20), Retries = 3 };
    }

    public LookupClientOptions Options()
    {
        return Options(int.Parse(Server[1]));
    }
}
