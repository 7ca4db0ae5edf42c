using Shim.Loop;

namespace Shim.Green;

/// <summary>One green thread's wait on one descriptor. Every green thread has one to reuse; those that wait on several bring more.</summary>
internal sealed class FdWaiter
{
    internal GreenThread? Green { get; set; }

    internal long Ticket { get; set; }

    internal int Fd { get; set; }

    /// <summary>What it is queued at while it waits.</summary>
    internal FdEntry? Entry { get; set; }

    internal IoEvents Interest { get; set; }

    /// <summary>Whether it takes nothing itself, and so must not keep others from hearing of an event.</summary>
    internal bool OnlyLooks { get; init; }

    /// <summary>Whether the wait ended because the descriptor was ready, and had neither an error nor a hang-up to report.</summary>
    internal bool IsSound { get; set; }

    /// <summary>How many bytes a stream's reader is going to ask for; 0 for all other waits.</summary>
    internal int Length { get; set; }

    /// <summary>Which memory of the <see cref="SocketBatch"/> its call has, from 1; 0 when none was listed.</summary>
    internal int Slot { get; set; }

    internal bool IsQueued { get; set; }

    internal FdWaiter? Next { get; set; }
}
