using NATS.Client;

/// <summary>Started with the server's host, its port, the port of a server that wants TLS, and something to tell this run's subjects from others'.</summary>
abstract class NatsScenario : Scenario
{
    public Options Settings(int port = 1)
    {
        Options options = ConnectionFactory.GetDefaultOptions();
        options.Url = "nats://" + Server[0] + ":" + Server[port];
        options.Timeout = 20000;
        options.ReconnectWait = 100;
        options.MaxReconnect = 300;
        // The defaults write what they see to the console.
        options.AsyncErrorEventHandler = (sender, e) => { };
        options.DisconnectedEventHandler = (sender, e) => { };
        options.ReconnectedEventHandler = (sender, e) => { };
        options.ClosedEventHandler = (sender, e) => { };
        options.ServerDiscoveredEventHandler = (sender, e) => { };
        return options;
    }

    public IConnection Connect()
    {
        return new ConnectionFactory().CreateConnection(Settings());
    }
}
