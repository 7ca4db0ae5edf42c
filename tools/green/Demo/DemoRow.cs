namespace Green.Demo;

/// <summary>One line of the demo's table: a server under a number of connections, medians over the rounds.</summary>
internal sealed record DemoRow
{
    public required string Variant { get; init; }

    public required int Connections { get; init; }

    public int Rounds { get; init; }

    public double RequestsPerSecond { get; init; }

    public double P50Us { get; init; }

    public double P99Us { get; init; }

    public int Threads { get; init; }

    public double RssMb { get; init; }

    public double ServerCpu { get; init; }

    public double ServerCpuUsPerRequest { get; init; }

    public double LoadCpu { get; init; }

    /// <summary>The greatest number of connections that one round left without any reply.</summary>
    public int Starved { get; init; }

    /// <summary>Requests per second over the async twin's, the median of the rounds' ratios; null when either failed.</summary>
    public double? OverAsync { get; init; }

    public double? OverThreads { get; init; }

    public string? Error { get; init; }
}
