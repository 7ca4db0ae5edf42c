using System.CommandLine;

namespace Green.Run;

/// <summary>
/// Cuts a command line in two: our options and the app's name on the left, the app's own arguments on the right. Everything behind the app's name is the
/// app's, even what looks like an option of ours, so it must never get to the parser.
/// </summary>
internal static class RunArguments
{
    internal static (string[] Ours, string[] Apps, string? Error) Split(Command command, IReadOnlyList<string> arguments)
    {
        var takesValue = new HashSet<string>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal) { "--help", "-h", "-?" };
        foreach (Option option in command.Options)
        {
            known.Add(option.Name);
            if (option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool))
            {
                takesValue.Add(option.Name);
            }
        }
        int i = 0;
        while (i < arguments.Count && arguments[i].StartsWith('-'))
        {
            if (arguments[i] == "--")
            {
                // The app's name may then begin with a dash.
                i++;
                break;
            }
            string[] parts = arguments[i].Split(['=', ':'], 2);
            string? error = !known.Contains(parts[0]) ? $"unknown option '{arguments[i]}'"
                : parts.Length < 2 ? null
                : takesValue.Contains(parts[0]) ? NoValue(parts)
                : NoSwitch(parts);
            if (error is not null)
            {
                return ([], [], error);
            }
            i += takesValue.Contains(arguments[i]) ? 2 : 1;
        }
        int cut = Math.Min(i + 1, arguments.Count);
        return ([.. arguments.Take(cut)], [.. arguments.Skip(cut)], null);
    }

    // The parser would take the next argument for the value: the app's name.
    private static string? NoValue(string[] parts) => parts[1].Length == 0 ? $"option '{parts[0]}' has no value behind its '='" : null;

    private static string? NoSwitch(string[] parts) => bool.TryParse(parts[1], out _) ? null : $"option '{parts[0]}' takes no value, or true or false";
}
