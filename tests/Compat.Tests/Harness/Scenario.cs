namespace Compat.Tests.Harness;

/// <summary>One run of a program of tests/Unmodified.</summary>
/// <param name="Name">The program's name for it.</param>
/// <param name="What">What it does, for the page.</param>
/// <param name="Transcript">All that it prints, stock or not.</param>
public sealed record Scenario(string Name, string What, string Transcript)
{
    /// <summary>How many threads it has, at least: each must be a green one.</summary>
    public required int Threads { get; init; }

    /// <summary>How often its threads wait at least, taken together; as often as there are threads where nothing is said.</summary>
    public int? LeastParks { get; init; }

    /// <summary>Whether it runs without a watchdog: whoever keeps the carrier there, keeps it from everybody for good.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether it blocks in native code, for so long that the carrier must have been given to others meanwhile.</summary>
    public bool HandsOver { get; init; }

    /// <summary>Whether it asks for a restart of the server. It gets one of its own, then.</summary>
    public bool Restarts { get; init; }

    /// <summary>Uses the program, where it is a server itself, which listens on a port that it is given, and says "open". When this returns, its standard input ends.</summary>
    public Action<Uri>? Visit { get; init; }
}
