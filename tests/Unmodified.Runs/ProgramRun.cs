using System.Diagnostics;
using System.Text;

namespace Unmodified.Runs;

/// <summary>A program of tests/Unmodified, running stock or shimmed.</summary>
public sealed class ProgramRun : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly SemaphoreSlim _lines = new(0);
    private volatile bool _hasEnded;
    private readonly string _report = Path.Combine(Path.GetTempPath(), $"unmodified-{Guid.NewGuid():N}.json");

    private ProgramRun(Process process)
    {
        _process = process;
    }

    public static ProgramRun Start(Mode mode, string program, params string[] arguments) => Start(mode, program, null, arguments);

    /// <param name="arrange">Has the last word on how the process is started.</param>
    public static ProgramRun Start(Mode mode, string program, Action<ProcessStartInfo>? arrange, string[] arguments)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.ArgumentList.Add(Repository.Program(program));
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }
        info.Environment.Remove("DOTNET_STARTUP_HOOKS");
        // A crash is part of some transcripts; its dump is not.
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var run = new ProgramRun(new Process { StartInfo = info });
        if (mode != Mode.Stock)
        {
            info.Environment["DOTNET_STARTUP_HOOKS"] = Repository.Hook;
            info.Environment["GREENSHIM_SWITCHER"] = mode is Mode.Stack or Mode.StackEverywhere or Mode.StackStrict ? "stack" : "thread";
            info.Environment["GREENSHIM_REQUIRED"] = "1";
            info.Environment["GREENSHIM_REPORT"] = run._report;
        }
        if (mode > Mode.Thread)
        {
            info.Environment["GREENSHIM_GROUPS"] = "+threadpool";
            info.Environment["GREENSHIM_CONTINUE_ON_HUB"] = "1";
            info.Environment["GREENSHIM_STRICT"] = mode >= Mode.StackStrict ? "1" : "0";
        }
        arrange?.Invoke(info);
        run.Start();
        return run;
    }

    public StreamWriter Input => _process.StandardInput;

    public int Id => _process.Id;

    /// <summary>The counters that the shim wrote at exit, or null.</summary>
    public ShimReport? Report => ShimReport.Read(_report);

    /// <summary>What it has said on standard error so far, once <paramref name="isEnough"/> says so, or the time is up.</summary>
    public string WaitForError(Func<string, bool> isEnough)
    {
        long from = Stopwatch.GetTimestamp();
        while (!isEnough(Text(_error)) && Stopwatch.GetElapsedTime(from) < Limit && !_process.HasExited)
        {
            Thread.Sleep(20);
        }
        return Text(_error);
    }

    /// <summary>The port that a server printed in its first line.</summary>
    public int WaitForPort()
    {
        const string greeting = "listening on ";
        _lines.Wait(Limit);
        string said = Text(_output);
        return said.StartsWith(greeting, StringComparison.Ordinal)
            ? int.Parse(said[greeting.Length..said.IndexOf('\n', StringComparison.Ordinal)])
            : throw new InvalidOperationException($"The server did not start: {said} {Text(_error)}");
    }

    public void WaitForLine() => WaitForLine(Limit);

    public void WaitForLine(TimeSpan limit) => _lines.Wait(limit);

    /// <summary>Waits until it has printed that line.</summary>
    public void WaitForLine(string line)
    {
        while (!('\n' + Text(_output)).Contains($"\n{line}\n", StringComparison.Ordinal))
        {
            if (_hasEnded || !_lines.Wait(Limit))
            {
                throw new InvalidOperationException($"The program did not say \"{line}\": {Text(_output)}{Text(_error)}");
            }
        }
    }

    public void Signal(string name)
    {
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    public Outcome WaitForExit(TimeSpan? limit = null)
    {
        if (!_process.WaitForExit(limit ?? Limit))
        {
            _process.Kill();
            _process.WaitForExit();
            throw new TimeoutException($"The program did not end within {(limit ?? Limit).TotalSeconds} s. It said: {Text(_output)}{Text(_error)}");
        }
        // Without a timeout it also waits for the end of both streams.
        _process.WaitForExit();
        return new Outcome(Text(_output), Text(_error).Split('\n')[0], _process.ExitCode);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
        File.Delete(_report);
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
        {
            return builder.ToString();
        }
    }

    private void Start()
    {
        _process.OutputDataReceived += (_, e) => Keep(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(_error, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(StringBuilder builder, string? line)
    {
        if (line is null)
        {
            if (builder == _output)
            {
                _hasEnded = true;
                _lines.Release();
            }
            return;
        }
        lock (builder)
        {
            builder.Append(line).Append('\n');
        }
        if (builder == _output)
        {
            _lines.Release();
        }
    }
}
