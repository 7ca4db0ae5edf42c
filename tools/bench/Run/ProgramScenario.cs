using System.Globalization;

namespace Bench.Run;

/// <summary>Programs that do their work once and say what they measured.</summary>
internal sealed class ProgramScenario : Scenario
{
    private IDisposable? _helper;
    private int _port;

    internal required string Workload { get; init; }

    /// <summary>A server on the other core that all sides use; its port is their first argument.</summary>
    internal Func<(IDisposable Server, int Port)>? Helper { get; init; }

    /// <summary>What comes behind the size on the command line.</summary>
    internal Func<RunOptions, IEnumerable<int>> More { get; init; } = _ => [];

    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    protected override void Open(int size, RunOptions options)
    {
        if (Helper is not null)
        {
            (_helper, _port) = Helper();
        }
    }

    protected override IReadOnlyDictionary<string, double> Round(Cell cell, Side side, int size, RunOptions options)
    {
        IEnumerable<int> arguments = [.. Helper is null ? (int[])[] : [_port], size, .. More(options)];
        using PinnedProcess process = StartSubject(side, Workload, arguments.Select(a => a.ToString(CultureInfo.InvariantCulture)), options);
        Dictionary<string, double> values = ResultLines.Parse(process.AwaitResults(Timeout));
        cell.Add(process.Stop());
        return values;
    }

    protected override void Close()
    {
        _helper?.Dispose();
        _helper = null;
    }
}
