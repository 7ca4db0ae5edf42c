namespace Bench.Run;

/// <summary>How much of everything.</summary>
internal sealed record RunOptions
{
    /// <summary>Runs of each side, in turn.</summary>
    internal required int Rounds { get; init; }

    /// <summary>Measured seconds of a server under load, or of a client that runs for a time.</summary>
    internal required double Seconds { get; init; }

    /// <summary>Seconds of load before these.</summary>
    internal required double WarmUp { get; init; }

    /// <summary>A case that takes longer than this begins no further round, so that the whole comes to its end on a busy machine, too.</summary>
    internal required TimeSpan CaseLimit { get; init; }

    /// <summary>Only to see that everything works: a hundredth of the numbers.</summary>
    internal bool IsSmoke { get; init; }

    internal required string Switcher { get; init; }

    internal static RunOptions Full(string switcher) => new() { Rounds = 5, Seconds = 1, WarmUp = 0.4, CaseLimit = TimeSpan.FromSeconds(75), Switcher = switcher };

    internal static RunOptions Quick(string switcher) => new() { Rounds = 2, Seconds = 0.6, WarmUp = 0.3, CaseLimit = TimeSpan.FromSeconds(20), Switcher = switcher };

    internal static RunOptions Smoke(string switcher) => new() { Rounds = 1, Seconds = 0.2, WarmUp = 0.1, CaseLimit = TimeSpan.FromSeconds(60), IsSmoke = true, Switcher = switcher };

    /// <summary>A number of things in this run.</summary>
    internal int Scale(int full) => IsSmoke ? Math.Max(1, full / 100) : full;
}
