using System.CommandLine;
using Green.Commands;

namespace Green;

internal static class Program
{
    /// <summary>What a wrong command line gets: the same code as an app that cannot be run.</summary>
    internal const int UsageError = 2;

    private static int Main(string[] args)
    {
        var root = new RootCommand("Runs unmodified, blocking .NET programs on green threads.") { DemoCommand.Create(), LoadCommand.Create() };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                Console.Error.WriteLine($"green: {message}");
            }
            return UsageError;
        }
        return parsed.Invoke();
    }
}
