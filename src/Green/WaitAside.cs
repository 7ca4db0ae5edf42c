namespace Shim.Green;

/// <summary>What a green thread keeps for a wait that it has not left yet, while other code runs that may wait, too (<see cref="GreenThread.PutWaitAside"/>).</summary>
internal readonly record struct WaitAside(object? State, FdWaiter? FdWaiter, object? WaitsOn, bool WaitsForever, bool IsReported);
