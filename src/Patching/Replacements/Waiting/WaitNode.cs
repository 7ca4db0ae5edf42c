using System.Runtime.CompilerServices;
using Shim.Green;

namespace Shim.Patching.Replacements.Waiting;

/// <summary>
/// One registration of one waiter. It belongs to its thread, which uses it again for its next wait; it is linked, unlinked and read
/// under the gate of its stripe only.
/// </summary>
internal sealed class WaitNode
{
    [ThreadStatic]
    private static WaitNode? t_native;

    [ThreadStatic]
    private static WaitNode[]? t_many;

    /// <summary>Who waits; null for a native thread, which waits for <see cref="Signal"/>.</summary>
    internal GreenThread? Green { get; private set; }

    /// <summary>Which of the green thread's waits this is for.</summary>
    internal long Ticket { get; private set; }

    /// <summary>What wakes a native waiter.</summary>
    internal AutoResetEvent? Signal { get; private set; }

    /// <summary>A waker tells it only that trying again may be worthwhile; otherwise a waker hands it what it waits for.</summary>
    internal bool IsRetry { get; private set; }

    /// <summary>Set by the waker that ended the wait.</summary>
    internal bool IsWoken { get; private set; }

    /// <summary>Set by a waker that ended the wait and handed over what was waited for.</summary>
    internal bool IsGranted { get; private set; }

    internal WaitNode? Next { get; set; }

    internal WaitNode? Previous { get; set; }

    internal bool IsLinked { get; set; }

    /// <summary>The calling native thread's node for waits on one thing. A thread is in one wait at a time.</summary>
    internal static WaitNode Native => t_native ??= new WaitNode();

    /// <summary>The same for a green thread.</summary>
    internal static WaitNode Of(GreenThread me) => me.WaitState is { } mine ? Unsafe.As<WaitNode>(mine) : Provide(me);

    /// <summary>Gives a green thread its node; by whoever makes the green thread, or itself.</summary>
    internal static WaitNode Provide(GreenThread green)
    {
        WaitNode node = new();
        green.WaitState = node;
        return node;
    }

    /// <summary>The calling thread's nodes for a wait on several things; at least <paramref name="count"/>.</summary>
    internal static WaitNode[] Many(int count)
    {
        WaitNode[]? nodes = t_many;
        if (nodes is null || nodes.Length < count)
        {
            nodes = new WaitNode[count];
            for (int i = 0; i < count; i++)
            {
                nodes[i] = new WaitNode();
            }

            t_many = nodes;
        }

        return nodes;
    }

    /// <summary>Makes it ready to be linked for a green waiter.</summary>
    internal void Prepare(GreenThread green, long ticket, bool isRetry = false)
    {
        Green = green;
        Ticket = ticket;
        IsRetry = isRetry;
        IsWoken = false;
        IsGranted = false;
    }

    /// <summary>The same for a native waiter, which then waits for <paramref name="signal"/>.</summary>
    internal void Prepare(AutoResetEvent signal)
    {
        Green = null;
        Signal = signal;
        IsWoken = false;
    }

    /// <summary>Wakes the waiter, unless its wait has ended. Under the gate.</summary>
    internal bool TryWake(bool grant)
    {
        if (Green is { } green)
        {
            IsWoken = green.TryUnpark(Ticket);
            IsGranted = IsWoken && grant;
            return IsWoken;
        }

        // A native waiter takes itself off under the gate, so a linked node is always one that still waits.
        IsWoken = true;
        Signal!.Set();
        return true;
    }
}
