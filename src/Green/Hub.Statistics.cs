using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>Counters.</summary>
public sealed unsafe partial class Hub
{
    private long _rounds;
    private long _parks;
    private long _spawned;
    private long _enlisted;
    private long _notEnlisted;
    private long _live;
    private long _handOvers;
    private long _runtimeHandOvers;
    private long _stepsAside;

    /// <summary>Scheduler state.</summary>
    internal void CountPark() => _parks++;

    /// <summary>A snapshot of the counters. Any thread.</summary>
    public HubStatistics Statistics => new()
    {
        Switches = _switcher.SwitchCount,
        Parks = Volatile.Read(ref _parks),
        Rounds = Volatile.Read(ref _rounds),
        Spawned = Volatile.Read(ref _spawned),
        Enlisted = Volatile.Read(ref _enlisted),
        NotEnlisted = Volatile.Read(ref _notEnlisted),
        Live = Volatile.Read(ref _live),
        SignalsHandled = Volatile.Read(ref _signalsHandled),
        SignalsMissed = Volatile.Read(ref _signalsMissed),
        HandOvers = Volatile.Read(ref _handOvers),
        RuntimeHandOvers = Volatile.Read(ref _runtimeHandOvers),
        StepsAside = Volatile.Read(ref _stepsAside),
        Batches = Volatile.Read(ref _batches),
        BatchedCalls = Volatile.Read(ref _batched),
        Carriers = _switcher.CarrierCount,
    };
}
