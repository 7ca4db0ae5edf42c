using System.CommandLine;
using Green.Commands;
using Green.Run;

namespace Green;

internal static class Program
{
    /// <summary>What a wrong command line gets: the same code as an app that cannot be run.</summary>
    internal const int UsageError = 2;

    private static int Main(string[] args)
    {
        RunCommand run = RunCommand.Create();
        var root = new RootCommand("Runs unmodified, blocking .NET programs on green threads.")
        {
            run.Command, DoctorCommand.Create(), DemoCommand.Create(), AuditCommand.Create(), LoadCommand.Create(),
        };
        RunHelp.Use(root);
        if (args.Length > 0 && args[0] == run.Command.Name)
        {
            (string[] ours, string[] apps, string? error) = RunArguments.Split(run.Command, args[1..]);
            if (error is not null)
            {
                Console.Error.WriteLine($"green run: {error}.");
                return UsageError;
            }
            args = [args[0], .. ours];
            run.AppArguments = apps;
        }
        // No response files: an argument that begins with @ is a file name like any other.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine("green: " + UsageMessage.Of(parsed, args));
            return UsageError;
        }
        return parsed.Invoke();
    }
}
