namespace Green.Demo;

internal sealed record DemoOptions
{
    internal required IReadOnlyList<int> Connections { get; init; }

    internal required double Seconds { get; init; }

    /// <summary>Of a first run of each server, which does not count.</summary>
    internal required double WarmUpSeconds { get; init; }

    internal required int Rounds { get; init; }

    internal required string Switcher { get; init; }

    internal required IReadOnlyList<DemoVariant> Variants { get; init; }
}
