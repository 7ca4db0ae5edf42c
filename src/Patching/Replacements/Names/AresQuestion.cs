namespace Shim.Patching.Replacements.Names;

/// <summary>A look-up that c-ares is at. Everything in scheduler state, or in a callback of c-ares.</summary>
internal abstract class AresQuestion(AresChannel channel)
{
    // The system's numbers, which are not the framework's.
    internal const int Inet = 2;
    internal const int Inet6 = 10;

    /// <summary>When it was asked, in nanoseconds of the loop.</summary>
    internal long Since { get; init; }

    /// <summary>Whether it counts among those that may be answered at any moment. The channel's.</summary>
    internal bool IsYoung { get; set; } = true;

    protected AresChannel Channel { get; } = channel;

    /// <summary>Hands it to c-ares. The answer may come before this returns.</summary>
    internal abstract void Ask();

    /// <summary>It has an answer.</summary>
    protected void End(Lookup lookup)
    {
        Channel.Ended(this);
        lookup.End();
    }
}
