using System.Diagnostics;

namespace Bench.Run;

/// <summary>
/// Something that several sides do, so that they can be compared: in rounds, every side in each of them, and another one first each time, so that a busy moment of
/// the machine hits all alike.
/// </summary>
internal abstract class Scenario
{
    /// <summary>Its name on the command line.</summary>
    internal required string Name { get; init; }

    internal required string Title { get; init; }

    /// <summary>What is done and measured, for the page.</summary>
    internal required string About { get; init; }

    /// <summary>What its sizes count.</summary>
    internal required string SizeName { get; init; }

    internal required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>What is measured; the first is what the sides are compared by.</summary>
    internal required IReadOnlyList<Metric> Metrics { get; init; }

    internal required IReadOnlyList<Side> Sides { get; init; }

    /// <summary>What it cannot be run without, beside what its sides need.</summary>
    internal IReadOnlyList<string> Needs { get; init; } = [];

    internal virtual IEnumerable<Cell> Run(RunOptions options, Installed installed, Action<string> progress)
    {
        foreach (int size in Sizes.Select(options.Scale).Distinct())
        {
            Cell[] cells = [.. Sides.Select(s => new Cell($"{size:N0}", s.Name, s.IsGreen))];
            var missing = Needs.Select(installed.Missing).FirstOrDefault(m => m is not null);
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i].Error = missing ?? installed.Missing(Sides[i].Name);
                cells[i].IsMissing = cells[i].Error is not null;
            }
            if (missing is null)
            {
                Run(cells, size, options, progress);
            }
            foreach (Cell cell in cells)
            {
                yield return cell;
            }
        }
    }

    private void Run(Cell[] cells, int size, RunOptions options, Action<string> progress)
    {
        try
        {
            progress($"{Name}, {size:N0} {SizeName}");
            Open(size, options);
            for (int i = 0; i < cells.Length; i++)
            {
                Side side = Sides[i];
                Try(cells[i], () => Begin(side, size, options));
            }
            var clock = Stopwatch.StartNew();
            for (int round = 0; round < options.Rounds && (round == 0 || clock.Elapsed < options.CaseLimit); round++)
            {
                for (int k = 0; k < cells.Length; k++)
                {
                    int i = (round + k) % cells.Length;
                    progress($"{Name}, {size:N0} {SizeName}, round {round + 1} of {options.Rounds}: {Sides[i].Name}");
                    Try(cells[i], () => cells[i].Add(Round(cells[i], Sides[i], size, options)));
                }
            }
        }
        catch (InvalidOperationException e)
        {
            foreach (Cell cell in cells)
            {
                cell.Error ??= e.Message;
            }
        }
        finally
        {
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i].Add(End(Sides[i]));
            }
            Close();
        }
    }

    // What fails once is not tried again: it would cost its time-out in every round.
    private static void Try(Cell cell, Action step)
    {
        if (cell.Error is not null)
        {
            return;
        }
        try
        {
            step();
        }
        catch (InvalidOperationException e)
        {
            cell.Error = e.Message;
        }
    }

    /// <summary>Starts what all sides need.</summary>
    protected virtual void Open(int size, RunOptions options)
    {
    }

    /// <summary>Starts what a side needs for all rounds.</summary>
    protected virtual void Begin(Side side, int size, RunOptions options)
    {
    }

    /// <summary>Measures a side once.</summary>
    protected abstract IReadOnlyDictionary<string, double> Round(Cell cell, Side side, int size, RunOptions options);

    /// <summary>Ends what <see cref="Begin"/> started, and says what it said.</summary>
    protected virtual GreenReport? End(Side side) => null;

    /// <summary>Ends what <see cref="Open"/> started.</summary>
    protected virtual void Close()
    {
    }

    private protected static PinnedProcess StartSubject(Side side, string workload, IEnumerable<string> arguments, RunOptions options)
    {
        var environment = new Dictionary<string, string>(side.Environment);
        if (side.IsGreen)
        {
            environment[Bench.Run.Sides.SwitcherVariable] = options.Switcher;
        }
        return new PinnedProcess(side.Command(workload, arguments), PinnedProcess.SubjectCore, environment);
    }
}
