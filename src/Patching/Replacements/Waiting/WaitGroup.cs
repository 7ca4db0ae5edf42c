using System.Numerics;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>
/// A green thread's wait for several handles, or for one that it must take itself. It belongs to its thread, which uses it again; signallers read it under
/// the gate of any of its handles, while its node there is linked, and it does not change until none is.
/// </summary>
/// <remarks>
/// For one wait alone, until it is <see cref="PutBack"/>: where something is thrown inside that wait, filters and FirstChanceException handlers run before any
/// finally does, and may wait, too. Those get another.
/// </remarks>
internal sealed class WaitGroup
{
    private const int TimedOut = 258;

    [ThreadStatic]
    private static WaitGroup? t_mine;

    private readonly nint[] _handles;
    private readonly WaitNode[] _nodes;
    private int _count;

    private WaitGroup(int size)
    {
        _handles = new nint[size];
        _nodes = new WaitNode[size];
        for (int i = 0; i < size; i++)
        {
            _nodes[i] = new WaitNode(this);
        }
    }

    /// <summary>Whether it takes all at once, or one.</summary>
    internal bool IsAll { get; private set; }

    internal HandleKinds Kinds { get; private set; }

    /// <summary>The bits of the nodes that are in a queue.</summary>
    internal ulong Joined { get; set; }

    internal ReadOnlySpan<nint> Handles => new(_handles, 0, _count);

    internal ReadOnlySpan<WaitNode> Nodes => new(_nodes, 0, _count);

    /// <summary>Whether any of it can only be taken by the waiter itself.</summary>
    internal bool HasTries => Kinds.Mutexes != 0 || (IsAll && Kinds.Unknown != 0);

    /// <summary>The calling thread's, for its next wait.</summary>
    internal static WaitGroup Take(ReadOnlySpan<nint> handles, bool all, in HandleKinds kinds)
    {
        if (t_mine is not { } group || group._handles.Length < handles.Length)
        {
            group = new WaitGroup(handles.Length);
        }

        t_mine = null;
        handles.CopyTo(group._handles);
        group._count = handles.Length;
        group.IsAll = all;
        group.Kinds = kinds;
        group.Joined = 0;
        return group;
    }

    /// <summary>Keeps it for the calling thread's next wait: no node of it is in a queue.</summary>
    internal static void PutBack(WaitGroup group) => t_mine = group;

    /// <summary>The bits of all.</summary>
    internal ulong Bits => ulong.MaxValue >> (64 - _count);

    internal WaitKind KindOf(int index) =>
        IsAll ? HasTries ? WaitKind.Try : WaitKind.GrantAll
        : (Kinds.Mutexes >> index & 1) != 0 ? WaitKind.Try
        : WaitKind.Grant;

    internal bool IsMutex(int index) => (Kinds.Mutexes >> index & 1) != 0;

    internal bool IsForOne(int index) => (Kinds.ForOne >> index & 1) != 0;

    /// <summary>Takes all, or nothing, on behalf of the waiter. Any thread.</summary>
    internal bool TryTakeAll()
    {
        bool isInterrupted = false;
        while (true)
        {
            try
            {
                bool taken = CoreLib.WaitMultiple(Handles, all: true, 0) != TimedOut;
                if (isInterrupted)
                {
                    Thread.CurrentThread.Interrupt();
                }

                return taken;
            }
            catch (ThreadInterruptedException)
            {
                // The signaller is not the one who waits: it is interrupted in the next wait of its own.
                isInterrupted = true;
            }
        }
    }

    /// <summary>Gives all back that was taken. A manual-reset event was not, and may have been reset meanwhile.</summary>
    internal void PutBackAll()
    {
        for (ulong left = Bits & ~Kinds.Manual; left != 0; left &= left - 1)
        {
            HandleWaits.PutBack(_handles[BitOperations.TrailingZeroCount(left)]);
        }
    }
}
