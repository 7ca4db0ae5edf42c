using Unmodified.Runs;

namespace Compat.Tests.Harness;

/// <summary>What was seen of a run.</summary>
/// <param name="Report">What the shim counted; null on stock, and after a crash.</param>
internal sealed record Observation(Outcome Outcome, ShimReport? Report);
