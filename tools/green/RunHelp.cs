using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Green;

/// <summary>The help of `green run` as the library writes it, but for the order: it puts options last, where they would be the app's.</summary>
internal sealed class RunHelp : SynchronousCommandLineAction
{
    private const string Usage = "green run <app> [options]";
    private const string InOrder = "green run [options] <app> [the app's arguments]";

    private readonly SynchronousCommandLineAction _help;

    private RunHelp(SynchronousCommandLineAction help)
    {
        _help = help;
    }

    public override bool ClearsParseErrors => _help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        using var text = new StringWriter();
        configuration.Output = text;
        // Of a command that is hidden the library says nothing, even where it is asked by name.
        Command command = parseResult.CommandResult.Command;
        bool isHidden = command.Hidden;
        command.Hidden = false;
        int code = _help.Invoke(parseResult);
        command.Hidden = isHidden;
        configuration.Output = output;
        output.Write(text.ToString().Replace(Usage, InOrder, StringComparison.Ordinal));
        return code;
    }

    internal static void Use(RootCommand root)
    {
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: SynchronousCommandLineAction help })
            {
                option.Action = new RunHelp(help);
            }
        }
    }
}
