using System.CommandLine;
using System.CommandLine.Parsing;

namespace Green;

/// <summary>What is wrong with a command line, in one sentence and in its user's words: the parser's own name types of .NET.</summary>
internal static class UsageMessage
{
    internal static string Of(ParseResult parsed)
    {
        // What was not understood, if anything, is the cause of whatever else is missing.
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return $"unknown command or option '{parsed.UnmatchedTokens[0]}'.";
        }
        foreach (ParseError error in parsed.Errors)
        {
            if (error.SymbolResult is OptionResult { Tokens.Count: > 0 } option && One(option.Option.ValueType) is var type && Kind(type) is { } kind
                && error.Message.Contains(type.FullName!, StringComparison.Ordinal))
            {
                return $"option '{option.Option.Name}': '{option.Tokens[^1].Value}' is {kind}.";
            }
        }
        // Some messages list the possible values below one another.
        return string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static Type One(Type type) => Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;

    private static string? Kind(Type one) => one == typeof(int) ? "no whole number"
        : one == typeof(double) ? "no number"
        : one.IsEnum ? "none of " + string.Join(", ", Enum.GetNames(one))
        : null;
}
