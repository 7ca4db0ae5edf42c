namespace Bench.Measures;

/// <summary>One line of the table.</summary>
/// <param name="Target">What it must reach, in words; empty when it is there for comparison only.</param>
/// <param name="IsMet">Null where there is nothing to reach.</param>
internal sealed record Row(string Name, string Value, string Target, bool? IsMet);
