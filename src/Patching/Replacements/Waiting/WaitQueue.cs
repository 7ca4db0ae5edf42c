namespace Shim.Patching.Replacements.Waiting;

/// <summary>
/// The waiters for one thing, longest first. Exists only while somebody needs it (<see cref="Users"/>), so its reference to the
/// thing keeps alive nothing that its waiters do not. All members: under the gate of its stripe.
/// </summary>
internal class WaitQueue
{
    internal WaitKey Key { get; set; }

    internal WaitQueue? NextInStripe { get; set; }

    internal WaitNode? First { get; private set; }

    internal WaitNode? Last { get; private set; }

    /// <summary>How many waiters keep the queue; it goes when this comes to nothing.</summary>
    internal int Users { get; set; }

    internal void AddLast(WaitNode node)
    {
        node.Previous = Last;
        node.Next = null;
        node.IsLinked = true;
        if (Last is { } last)
        {
            last.Next = node;
        }
        else
        {
            First = node;
        }

        Last = node;
    }

    internal void AddFirst(WaitNode node)
    {
        node.Previous = null;
        node.Next = First;
        node.IsLinked = true;
        if (First is { } first)
        {
            first.Previous = node;
        }
        else
        {
            Last = node;
        }

        First = node;
    }

    internal void Remove(WaitNode node)
    {
        if (node.Previous is { } previous)
        {
            previous.Next = node.Next;
        }
        else
        {
            First = node.Next;
        }

        if (node.Next is { } next)
        {
            next.Previous = node.Previous;
        }
        else
        {
            Last = node.Previous;
        }

        node.Previous = node.Next = null;
        node.IsLinked = false;
    }
}
