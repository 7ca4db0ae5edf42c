namespace Green.Demo;

internal sealed record DemoOptions
{
    internal required IReadOnlyList<int> Connections { get; init; }

    internal required double Seconds { get; init; }

    /// <summary>Of load on each server before its first run counts.</summary>
    internal required double WarmUpSeconds { get; init; }

    internal required int Rounds { get; init; }

    internal required string Switcher { get; init; }

    internal required IReadOnlyList<DemoVariant> Variants { get; init; }
}
