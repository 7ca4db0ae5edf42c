namespace Shim.Green;

/// <summary>A request to say what all green threads do; everybody who asks while one is open shares its answer.</summary>
internal sealed class LookAround
{
    private Completion _done;

    /// <summary>The answer, once there is one.</summary>
    internal IReadOnlyList<GreenThreadState>? Answer { get; private set; }

    internal void Complete(IReadOnlyList<GreenThreadState> answer)
    {
        Answer = answer;
        _done.Set();
    }

    internal bool Await(long nanoseconds) => _done.Wait(nanoseconds);
}
