using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Green;

/// <summary>What is wrong with a command line, in one sentence and in its user's words: the parser's own name types of .NET.</summary>
internal static class UsageMessage
{
    internal static string Of(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            IEnumerable<string> names = parsed.CommandResult.Command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            return $"a command is missing; there are {string.Join(", ", names)} (`green --help`).";
        }
        // What was not understood, if anything, is the cause of whatever else is missing.
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string unknown = parsed.UnmatchedTokens[0];
            bool isApp = unknown == arguments[0] && File.Exists(unknown);
            return $"unknown command or option '{unknown}'{(isApp ? $"; did you mean `green run {unknown}`?" : ".")}";
        }
        foreach (ParseError error in parsed.Errors)
        {
            if (error.SymbolResult is not OptionResult { Tokens.Count: > 0 } option)
            {
                continue;
            }
            if (Choices(option.Option) is { Count: > 0 } choices && !choices.Contains(option.Tokens[^1].Value))
            {
                return $"option '{option.Option.Name}': '{option.Tokens[^1].Value}' is none of {string.Join(", ", choices)}.";
            }
            if (One(option.Option.ValueType) is var type && Kind(type) is { } kind && error.Message.Contains(type.FullName!, StringComparison.Ordinal))
            {
                return $"option '{option.Option.Name}': '{option.Tokens[^1].Value}' is {kind}{Most(type, option.Tokens[^1].Value)}.";
            }
        }
        if (parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Required && parsed.GetResult(o) is null or { Implicit: true }) is { } missing)
        {
            return $"option '{missing.Name}' is missing.";
        }
        // Some messages list the possible values below one another.
        return string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static List<string> Choices(Option option) => [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];

    private static Type One(Type type) => Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;

    private static string Most(Type one, string text) => one == typeof(int) && text.Length > 0 && text.All(char.IsAsciiDigit) ? $" up to {int.MaxValue}" : "";

    private static string? Kind(Type one) => one == typeof(int) ? "no whole number"
        : one == typeof(double) ? "no number"
        : one.IsEnum ? "none of " + string.Join(", ", Enum.GetNames(one))
        : null;
}
