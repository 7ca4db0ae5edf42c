using System.Text.Json.Serialization;

namespace Green.Load;

/// <summary>What one run of the load generator saw in its measured phase. Printed as one line of JSON, for the demo to read.</summary>
internal sealed record LoadResult
{
    public int Connections { get; init; }

    public long Requests { get; init; }

    public double Seconds { get; init; }

    public double P50Us { get; init; }

    public double P99Us { get; init; }

    public double MaxUs { get; init; }

    /// <summary>Connections that got no reply at all in the measured phase.</summary>
    public int Starved { get; init; }

    public double LoadCpuSeconds { get; init; }

    public double ServerCpuSeconds { get; init; }

    public int ServerThreads { get; init; }

    public double ServerRssMb { get; init; }

    /// <summary>Null, or why the run is worth nothing.</summary>
    public string? Error { get; init; }

    [JsonIgnore]
    public double PerSecond => Seconds > 0 ? Requests / Seconds : 0;

    [JsonIgnore]
    public double ServerCpuUsPerRequest => Requests > 0 ? ServerCpuSeconds * 1e6 / Requests : 0;
}
