namespace DetourHost;

/// <summary>A replacement that cannot work here, and says so.</summary>
internal static class ProbedLacking
{
    internal static string Probe() => "what it needs is lacking";

    internal static int Answer(int value) => value;
}
