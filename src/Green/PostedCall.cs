namespace Shim.Green;

/// <summary>A call that waits for a green thread of <see cref="PostedCalls"/>.</summary>
/// <param name="Callback">What to call.</param>
/// <param name="State">With what.</param>
/// <param name="Flowed">The execution context (AsyncLocals, culture) of whoever queued it; null for the default one.</param>
/// <param name="Current">What is <see cref="SynchronizationContext.Current"/> meanwhile.</param>
internal readonly record struct PostedCall(
    SendOrPostCallback Callback, object? State, ExecutionContext? Flowed, SynchronizationContext? Current);
