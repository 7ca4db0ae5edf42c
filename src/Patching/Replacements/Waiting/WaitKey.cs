using System.Runtime.CompilerServices;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>What is waited on: an object, by identity, or an open wait handle of the platform layer.</summary>
internal readonly struct WaitKey
{
    internal WaitKey(object target)
    {
        Target = target;
        Hash = RuntimeHelpers.GetHashCode(target);
    }

    /// <param name="handle">Open for as long as anybody is registered: the waiters hold a reference on it.</param>
    internal WaitKey(nint handle)
    {
        Handle = handle;
        Hash = (int)(handle >> 4);
    }

    internal object? Target { get; }

    internal nint Handle { get; }

    internal int Hash { get; }

    internal bool Matches(in WaitKey other) => ReferenceEquals(Target, other.Target) && Handle == other.Handle;
}
