namespace Bench.Run;

/// <summary>One number that a run of a side yields.</summary>
/// <param name="Name">Its name, with its unit; also the key of its values.</param>
/// <param name="IsMoreBetter">False for times, memory and the like; null where neither is better.</param>
/// <param name="Format">How it is printed.</param>
internal sealed record Metric(string Name, bool? IsMoreBetter, string Format = "N0");
