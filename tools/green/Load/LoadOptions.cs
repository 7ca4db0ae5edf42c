namespace Green.Load;

/// <summary>What one run of the load generator does.</summary>
internal sealed record LoadOptions
{
    internal required int Port { get; init; }

    internal int Connections { get; init; } = 100;

    internal double WarmupSeconds { get; init; } = 1;

    internal double Seconds { get; init; } = 3;

    internal int MessageSize { get; init; } = 64;

    /// <summary>
    /// Poll without sleeping, for a load that has a core to itself: a load that sleeps makes the server's send wake it, and pay for that.
    /// </summary>
    internal bool Spins { get; init; }

    /// <summary>The server's process, whose CPU time is sampled at both ends of the measured phase; 0: nobody's.</summary>
    internal int ServerPid { get; init; }
}
