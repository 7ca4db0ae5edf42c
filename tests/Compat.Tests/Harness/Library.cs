using System.Collections.Concurrent;
using System.Text.Json;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests.Harness;

/// <summary>A library that users have, and what the suite does with it.</summary>
/// <param name="name">Its name, which is its package's, too.</param>
/// <param name="program">The program of tests/Unmodified that uses it.</param>
/// <param name="scenarios">What of that program is about it.</param>
public sealed class Library(string name, string program, params Scenario[] scenarios)
{
    // 200 log-ins, three times over, on a machine that is busy with everything else at once.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Scenario, Mode Mode), Lazy<Task<Observation>>> _runs = new();

    internal string Name => name;

    internal string Program => program;

    internal IReadOnlyList<Scenario> Scenarios => scenarios;

    /// <summary>Whether its own threads are the pool's: it runs with those green, too.</summary>
    public bool IsOnPool { get; init; }

    /// <summary>How it is run, here and shimmed.</summary>
    internal IReadOnlyList<Mode> Shimmed => [.. Modes.Shimmed, .. IsOnPool ? Modes.OnPool : []];

    /// <summary>The version that the program was built with; that of .NET for what comes with it.</summary>
    internal string Version
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(Repository.Program(program), ".deps.json")));
            return document.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')).SingleOrDefault(words => words[0] == name)?[1]
                ?? Environment.Version.Major.ToString();
        }
    }

    /// <summary>All scenarios, each in all modes.</summary>
    internal TheoryData<string, Mode> Rows()
    {
        TheoryData<string, Mode> rows = [];
        foreach (Scenario scenario in scenarios)
        {
            foreach (Mode mode in Shimmed)
            {
                rows.Add(scenario.Name, mode);
            }
        }
        return rows;
    }

    /// <summary>What a scenario did in a mode. It runs once, in all modes at the same time.</summary>
    internal Observation Observe<TService>(TService service, Scenario scenario, Mode mode)
        where TService : IService, new()
    {
        Mode[] modes = [Mode.Stock, .. Shimmed];
        Task<Observation>[] all = [.. modes.Select(m => _runs.GetOrAdd((scenario.Name, m), _ => new(() => StartRun(service, scenario, m))).Value)];
        return all[Array.IndexOf(modes, mode)].GetAwaiter().GetResult();
    }

    private Task<Observation> StartRun<TService>(TService service, Scenario scenario, Mode mode)
        where TService : IService, new() =>
        Task.Factory.StartNew(() => Run(service, scenario, mode), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Observation Run<TService>(TService shared, Scenario scenario, Mode mode)
        where TService : IService, new()
    {
        TService? own = scenario.Restarts ? new TService() : default;
        try
        {
            TService service = own ?? shared;
            string[] port = scenario.Visit is null ? [] : [$"{TcpPorts.Next()}"];
            using ProgramRun run = ProgramRun.Start(
                mode, program, info => info.Environment["GREENSHIM_STRICT"] = scenario.IsStrict ? "1" : "0", [scenario.Name, .. service.NewRun(), .. port]);
            if (scenario.Visit is { } visit)
            {
                run.WaitForLine("open");
                visit(new Uri($"http://127.0.0.1:{port[0]}/"));
            }
            run.Input.Close();
            if (scenario.Restarts)
            {
                run.WaitForLine("please kill the server");
                service.Kill();
                run.WaitForLine("please start the server");
                service.Start();
            }
            return new Observation(run.WaitForExit(s_limit), mode == Mode.Stock ? null : run.Report);
        }
        finally
        {
            own?.Dispose();
        }
    }
}
