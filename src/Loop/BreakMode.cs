namespace Shim.Loop;

/// <summary>Which calls of <see cref="EventLoop.Run"/> end. The iteration in progress delivers its pending events first.</summary>
public enum BreakMode
{
    /// <summary>None: takes an earlier request back.</summary>
    Cancel,

    /// <summary>The innermost one (libev: <c>EVBREAK_ONE</c>).</summary>
    One,

    /// <summary>All nested ones (libev: <c>EVBREAK_ALL</c>).</summary>
    All,
}
