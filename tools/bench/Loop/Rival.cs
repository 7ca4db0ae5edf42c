using System.Diagnostics;
using System.Globalization;

namespace Bench.Loop;

/// <summary>A process, confined to the first core, that does a round when told to and says how long it took.</summary>
internal sealed class Rival : IDisposable
{
    private readonly Process _process;

    internal Rival(params string[] command)
    {
        var info = new ProcessStartInfo("taskset", ["-c", "0", .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(info)!;
    }

    internal double[] Round(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"no answer to '{command}'");
        return [.. answer.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
