using Shim.Loop.Interop;

namespace Shim.Loop;

/// <summary>The bits of poll(2), which io_uring shares.</summary>
internal static class PollBits
{
    public static short From(IoEvents events) =>
        (short)(((events & IoEvents.Read) != 0 ? Libc.POLLIN : 0) | ((events & IoEvents.Write) != 0 ? Libc.POLLOUT : 0));

    /// <summary>Errors and hang-ups are reported whether wanted or not, and for neither direction: whoever waits for either has to hear of
    /// them.</summary>
    public static IoEvents ToEvents(short bits) =>
        ((bits & (Libc.POLLIN | Libc.POLLERR | Libc.POLLHUP)) != 0 ? IoEvents.Read : 0)
        | ((bits & (Libc.POLLOUT | Libc.POLLERR | Libc.POLLHUP)) != 0 ? IoEvents.Write : 0);
}
