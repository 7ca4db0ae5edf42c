using System.Globalization;

namespace Shim.Green;

/// <summary>Settings of the environment that are whole numbers.</summary>
internal static class EnvironmentNumber
{
    /// <summary>What the variable says, or null where it says nothing.</summary>
    /// <exception cref="FormatException">It holds something else; the message names it.</exception>
    internal static int? Read(string variable, string unit, int least)
    {
        string? text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new FormatException($"{variable} is '{text}'; it takes a whole number of {unit} from {least}{Most(text)}.");
    }

    // Said only where it is what was wrong.
    private static string Most(string text) => text.AsSpan().ContainsAnyExceptInRange('0', '9') || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "" : $" to {int.MaxValue}";
}
