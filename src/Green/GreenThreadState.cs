using System.Diagnostics;

namespace Shim.Green;

/// <summary>What a green thread was doing when somebody looked.</summary>
/// <param name="Green">Which.</param>
/// <param name="WaitingFor">The call that it waits in, such as "Monitor.Enter"; null when it ran, or was ready to.</param>
/// <param name="WaitsOn">The object that it waits for, where that is known.</param>
/// <param name="WaitsForever">Whether that wait has no time limit.</param>
/// <param name="Stack">Where it waits; null when it ran, or the hub was busy.</param>
internal sealed record GreenThreadState(GreenThread Green, string? WaitingFor, object? WaitsOn, bool WaitsForever, StackTrace? Stack);
