using StackExchange.Redis;

/// <summary>Started with the server's host, its port, its port for TLS, and the number of a database.</summary>
abstract class RedisScenario : Scenario
{
    public ConnectionMultiplexer Connect(string more = "")
    {
        return ConnectionMultiplexer.Connect(Text(Server[1], more));
    }

    public string Text(string port, string more = "")
    {
        return Server[0] + ":" + port + ",abortConnect=false,connectTimeout=20000,syncTimeout=20000,defaultDatabase=" + Server[3] + "," + more;
    }
}
