/// <summary>A call that waits, and what ends the wait.</summary>
/// <param name="Block">Waits; returns what came of it.</param>
/// <param name="Release">Called on another thread, some 40 ms later.</param>
sealed record Wait(Func<string> Block, Action Release);
