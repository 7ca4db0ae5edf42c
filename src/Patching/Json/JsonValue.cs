namespace Shim.Patching.Json;

/// <summary>
/// One JSON value.
/// </summary>
/// <remarks>
/// Why not System.Text.Json: its vectorized search is compiled by the JIT anew in every process, 18 methods, and this is read while an
/// application starts; it was a quarter of the time that PatchAll took.
/// </remarks>
internal sealed class JsonValue(JsonKind kind, string text, List<string> names, List<JsonValue> items)
{
    private static readonly List<string> s_noNames = [];
    private static readonly List<JsonValue> s_noItems = [];

    internal JsonValue(JsonKind kind, string text = "")
        : this(kind, text, s_noNames, s_noItems)
    {
    }

    internal JsonKind Kind { get; } = kind;

    /// <summary>The content of a string, or a number as it is written.</summary>
    internal string Text { get; } = text;

    /// <summary>The names of an object's properties, in order.</summary>
    internal List<string> Names { get; } = names;

    /// <summary>The items of an array, or the values of an object's properties.</summary>
    internal List<JsonValue> Items { get; } = items;

    /// <summary>The property of that name, the last if there are several; null when there is none.</summary>
    internal JsonValue? Property(string name)
    {
        for (var i = Names.Count - 1; i >= 0; i--)
        {
            if (Names[i] == name)
            {
                return Items[i];
            }
        }

        return null;
    }

    /// <summary>A whole number.</summary>
    internal bool TryGetInt32(out int value)
    {
        // Not int.TryParse: the first use of a culture in a process takes milliseconds.
        value = 0;
        bool isNegative = Kind == JsonKind.Number && Text[0] == '-';
        int digits = isNegative ? 1 : 0;
        if (Kind != JsonKind.Number || digits == Text.Length)
        {
            return false;
        }

        long sum = 0;
        for (int i = digits; i < Text.Length; i++)
        {
            if (!char.IsAsciiDigit(Text[i]) || (sum = (sum * 10) + (Text[i] - '0')) > 1L + int.MaxValue)
            {
                return false;
            }
        }

        sum = isNegative ? -sum : sum;
        value = (int)sum;
        return value == sum;
    }
}
