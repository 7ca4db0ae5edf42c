using System;
using RabbitMQ.Client;

/// <summary>Started with the server's host, its port, and its port for TLS.</summary>
abstract class RabbitScenario : Scenario
{
    public ConnectionFactory Factory()
    {
        return new ConnectionFactory
        {
            HostName = Server[0],
            Port = int.Parse(Server[1]),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(30),
            ContinuationTimeout = TimeSpan.FromSeconds(30),
            HandshakeContinuationTimeout = TimeSpan.FromSeconds(30),
            NetworkRecoveryInterval = TimeSpan.FromMilliseconds(300),
        };
    }
}
