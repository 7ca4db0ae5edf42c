using System.Diagnostics;
using System.Globalization;
using Green.Interop;
using Green.Run;

namespace Green.Demo;

/// <summary>A running echo server of one of the three kinds.</summary>
internal sealed class EchoServerProcess : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly Task<string> _errors;
    private string? _diagnosis;

    private EchoServerProcess(DemoVariant variant, Process process, Task<string> errors, int port)
    {
        Variant = variant;
        _process = process;
        _errors = errors;
        Port = port;
    }

    internal DemoVariant Variant { get; }

    internal int Port { get; }

    internal int Pid => _process.Id;

    internal bool HasExited => _process.HasExited;

    /// <exception cref="InvalidOperationException">The server did not come up; the message says why.</exception>
    internal static EchoServerProcess Start(DemoVariant variant, int? core, string switcher)
    {
        string app = Path.Combine(AppContext.BaseDirectory, "demo", variant == DemoVariant.Async ? "EchoServerAsync.dll" : "EchoServer.dll");
        var info = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.ArgumentList.Add(app);
        if (variant == DemoVariant.Green)
        {
            foreach ((string name, string value) in new ShimSettings { Switcher = switcher, IsRequired = true }.ToEnvironment())
            {
                info.Environment[name] = value;
            }
        }
        else
        {
            info.Environment.Remove("DOTNET_STARTUP_HOOKS");
        }
        Process process = Cores.Start(info, core);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string?> line = process.StandardOutput.ReadLineAsync();
        const string greeting = "listening on ";
        if (line.Wait(StartTimeout) && line.Result is { } text && text.StartsWith(greeting, StringComparison.Ordinal))
        {
            return new EchoServerProcess(variant, process, errors, int.Parse(text[greeting.Length..], CultureInfo.InvariantCulture));
        }
        process.Kill();
        process.WaitForExit();
        string? said = FirstLine(errors.Result);
        throw new InvalidOperationException(said ?? (line.IsCompleted ? "the server ended at once" : "the server did not begin to listen"));
    }

    /// <summary>Asks the server to stop as an operator would, then makes sure. Returns what was not as it should be, or null.</summary>
    internal string? Stop()
    {
        if (_diagnosis is null && !_process.HasExited)
        {
            _ = Libc.Kill(_process.Id, SigTerm);
            if (!_process.WaitForExit(5000))
            {
                _process.Kill();
                _process.WaitForExit();
                _diagnosis = "did not stop on SIGTERM";
            }
        }
        if (_process.ExitCode != 0 && _diagnosis is null)
        {
            _diagnosis = $"ended with exit code {_process.ExitCode}: {FirstLine(_errors.Result) ?? "nothing on stderr"}";
        }
        return _diagnosis;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private static string? FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
