using System.CommandLine;
using Green.Run;

namespace Green.Commands;

/// <summary>`green run [options] app.dll [arguments]`: any framework-dependent app, unmodified, under the shim.</summary>
internal sealed class RunCommand
{
    private readonly Option<string?> _switcher = new("--switcher") { Description = "How green threads are switched: auto (default), stack, stack-fs, stack-tls or thread (docs/green-threads.md)." };
    private readonly Option<string?> _patchMap = new("--patchmap") { Description = "A patch map of your own, merged over the built-in one.", HelpName = "FILE" };
    private readonly Option<string[]> _group = new("--group") { Description = "Patch this group only; may be given several times.", HelpName = "NAME" };
    private readonly Option<string[]> _noGroup = new("--no-group") { Description = "Do not patch this group; may be given several times.", HelpName = "NAME" };
    private readonly Option<bool> _strict = new("--strict") { Description = "One green thread at a time (exceptions: docs/limits.md): nothing is taken from a thread that blocks or computes." };
    private readonly Option<string?> _report = new("--report") { Description = "Write what the hub did (switches, parks, look-ups...) to this file at exit, as JSON.", HelpName = "FILE" };
    private readonly Option<int?> _watchdog = new("--watchdog") { Description = "Milliseconds that a thread may keep the carrier (20).", HelpName = "MS" };
    private readonly Option<bool> _required = new("--required") { Description = "End with exit code 2 when the process cannot be patched, instead of going on." };
    private readonly Option<bool> _child = new("--child") { Description = "Start the app as a child process instead of becoming it." };
    private readonly Argument<string> _app = new("app") { Description = "The app's .dll (or the executable beside it)." };

    private RunCommand()
    {
        _switcher.AcceptOnlyFromAmong("auto", "stack", "stack-fs", "stack-tls", "thread");
        Command = new Command("run", "Run an app under GreenShim. Everything behind the app's name goes to the app.")
        {
            _switcher, _patchMap, _group, _noGroup, _strict, _report, _watchdog, _required, _child, _app,
        };
    }

    internal Command Command { get; }

    /// <summary>The app's own arguments, which the parser never sees.</summary>
    internal IReadOnlyList<string> AppArguments { get; set; } = [];

    internal static RunCommand Create()
    {
        var run = new RunCommand();
        run.Command.SetAction(parsed => run.Run(parsed));
        return run;
    }

    private int Run(ParseResult parsed)
    {
        AppTarget app = AppResolver.Resolve(parsed.GetValue(_app)!);
        string? error = app.Error ?? Check(parsed);
        if (error is not null)
        {
            Console.Error.WriteLine($"green run: {error}.");
            return Program.UsageError;
        }
        var settings = new ShimSettings
        {
            Switcher = parsed.GetValue(_switcher),
            PatchMap = parsed.GetValue(_patchMap),
            Groups = [.. Names(parsed, _group), .. Names(parsed, _noGroup).Select(g => "-" + g)],
            IsStrict = parsed.GetValue(_strict),
            Report = parsed.GetValue(_report),
            WatchdogMs = parsed.GetValue(_watchdog),
            IsRequired = parsed.GetValue(_required),
        };
        return AppLauncher.Launch(app, settings, AppArguments, parsed.GetValue(_child));
    }

    // Separated by commas, too, as in the variable that they are passed in.
    private static string[] Names(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private string? PatchMapOf(ParseResult parsed) =>
        parsed.GetValue(_patchMap) ?? (Environment.GetEnvironmentVariable("GREENSHIM_PATCHMAP") is { Length: > 0 } inherited ? inherited : null);

    private string? Check(ParseResult parsed)
    {
        if (parsed.GetValue(_patchMap) is { } map && !File.Exists(map))
        {
            return $"there is no patch map '{map}'";
        }
        if (parsed.GetValue(_report) is { } report && Path.GetDirectoryName(Path.GetFullPath(report)) is { } folder && !Directory.Exists(folder))
        {
            return $"there is no directory '{folder}' for the report";
        }
        if (parsed.GetValue(_watchdog) is < 1)
        {
            return "--watchdog takes a number of milliseconds from 1";
        }
        if (GroupCheck.Error(Names(parsed, _group), Names(parsed, _noGroup), PatchMapOf(parsed)) is { } wrong)
        {
            return wrong;
        }
        return File.Exists(ShimSettings.HookPath) ? null : $"'{ShimSettings.HookPath}' is missing; this installation of green is not complete";
    }
}
