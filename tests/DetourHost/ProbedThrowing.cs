namespace DetourHost;

/// <summary>A replacement that does not even know whether it can work here.</summary>
internal static class ProbedThrowing
{
    internal static string Probe() => throw new InvalidOperationException("no idea");

    internal static int Answer(int value) => value;
}
