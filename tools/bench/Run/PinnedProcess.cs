using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Bench.Interop;

namespace Bench.Run;

/// <summary>A process of the benchmarks, held to one core from its first instruction on.</summary>
internal sealed class PinnedProcess : IDisposable
{
    internal const int SubjectCore = 0;
    internal const int LoadCore = 1;

    private const int SigTerm = 15;
    private const string Listening = "listening on ";

    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly BlockingCollection<string> _output = [];
    private readonly Task<string> _errors;
    private readonly string _report = Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.json");

    internal PinnedProcess(IReadOnlyList<string> command, int core, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo("taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove(Sides.HookVariable);
        info.Environment[GreenReport.Variable] = _report;
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }
        try
        {
            _process = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"cannot start taskset: {e.Message}", e);
        }
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is null)
            {
                _output.CompleteAdding();
            }
            else
            {
                _output.Add(e.Data);
            }
        };
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    internal int Pid => _process.Id;

    /// <summary>Waits until a server says which port it has.</summary>
    internal int AwaitPort() =>
        _output.TryTake(out string? line, s_startTimeout) && line.StartsWith(Listening, StringComparison.Ordinal)
            ? int.Parse(line.AsSpan(Listening.Length), CultureInfo.InvariantCulture)
            : throw Failure("the server did not come up");

    /// <summary>Waits for the end of a program that prints its results.</summary>
    /// <exception cref="InvalidOperationException">It failed, or took longer than it may.</exception>
    internal IReadOnlyList<string> AwaitResults(TimeSpan timeout)
    {
        if (!_process.WaitForExit(timeout))
        {
            _process.Kill();
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"did not come to its end within {timeout.TotalSeconds:N0} s"));
        }
        _process.WaitForExit();
        return _process.ExitCode == 0 ? [.. _output.GetConsumingEnumerable()] : throw Failure("the program failed");
    }

    /// <summary>Asks a server to end, and takes its report.</summary>
    internal GreenReport? Stop()
    {
        if (!_process.HasExited)
        {
            _ = Libc.Kill(_process.Id, SigTerm);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill();
                _process.WaitForExit();
            }
        }
        return GreenReport.Take(_report);
    }

    public void Dispose()
    {
        _ = Stop();
        _process.Dispose();
        _output.Dispose();
    }

    internal InvalidOperationException Failure(string what)
    {
        bool isOver = _process.WaitForExit(TimeSpan.FromSeconds(1));
        string? said = isOver ? _errors.Result.Split('\n').FirstOrDefault(l => l.Trim().Length > 0) : null;
        return new InvalidOperationException(said is null ? what : $"{what}: {said.Trim()}");
    }
}
