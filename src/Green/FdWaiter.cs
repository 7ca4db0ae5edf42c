using Shim.Loop;

namespace Shim.Green;

/// <summary>One green thread's wait on one descriptor. Every green thread has one to reuse; those that wait on several bring more.</summary>
internal sealed class FdWaiter
{
    internal GreenThread? Green { get; set; }

    internal long Ticket { get; set; }

    internal int Fd { get; set; }

    internal IoEvents Interest { get; set; }

    /// <summary>The events that ended the wait: Read, Write, and Error when the descriptor is broken.</summary>
    internal IoEvents Ready { get; set; }

    internal bool IsQueued { get; set; }

    internal FdWaiter? Next { get; set; }
}
