using Bench.Interop;

namespace Bench.Run;

/// <summary>Servers that are up side by side, of which one at a time is under load.</summary>
internal sealed class ServerScenario : Scenario
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Dictionary<string, (PinnedProcess Process, int Port)> _servers = [];

    /// <summary>What the workload is called that serves.</summary>
    internal required string Workload { get; init; }

    internal Func<IEnumerable<string>> Arguments { get; init; } = () => [];

    /// <summary>Whether servers are at work even where nobody asks them for anything: all are stopped then but the one under load.</summary>
    internal bool IsRestless { get; init; }

    /// <summary>Puts a server under load; returns what was measured.</summary>
    internal required Func<PinnedProcess, int, int, RunOptions, IReadOnlyDictionary<string, double>> Drive { get; init; }

    protected override void Begin(Side side, int size, RunOptions options)
    {
        PinnedProcess process = StartSubject(side, Workload, Arguments(), options);
        _servers[side.Name] = (process, 0);
        _servers[side.Name] = (process, process.AwaitPort());
        Rest(process);
    }

    protected override IReadOnlyDictionary<string, double> Round(Cell cell, Side side, int size, RunOptions options)
    {
        (PinnedProcess process, int port) = _servers[side.Name];
        Wake(process);
        try
        {
            return Drive(process, port, size, options);
        }
        finally
        {
            Rest(process);
        }
    }

    protected override GreenReport? End(Side side)
    {
        if (!_servers.Remove(side.Name, out (PinnedProcess Process, int) server))
        {
            return null;
        }
        using PinnedProcess process = server.Process;
        Wake(process);
        return process.Stop();
    }

    private void Rest(PinnedProcess process) => Signal(process, SigStop);

    private void Wake(PinnedProcess process) => Signal(process, SigCont);

    private void Signal(PinnedProcess process, int signal)
    {
        if (IsRestless)
        {
            _ = Libc.Kill(process.Pid, signal);
        }
    }
}
