namespace Shim.Patching.Json;

/// <summary>A text is not JSON; says where, counted from 1 (columns in bytes), and why.</summary>
internal sealed class JsonSyntaxException(int line, int column, string reason) : Exception($"line {line}, column {column}: {reason}")
{
    internal int Line { get; } = line;

    internal int Column { get; } = column;

    internal string Reason { get; } = reason;
}
