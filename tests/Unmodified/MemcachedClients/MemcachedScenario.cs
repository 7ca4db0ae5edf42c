/// <summary>Started with the server's host and port, and something to begin keys with.</summary>
abstract class MemcachedScenario : Scenario
{
    public MemcachedConnection Open()
    {
        return new MemcachedConnection(Server[0], int.Parse(Server[1]));
    }
}
