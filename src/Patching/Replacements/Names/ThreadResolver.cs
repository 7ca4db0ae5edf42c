using Shim.Green;

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// The system's resolver, on native threads: whatever nsswitch.conf says, with the results of stock. A pool of its own, so that a dead name
/// server holds up nothing but look-ups.
/// </summary>
internal sealed class ThreadResolver(int mostThreads) : Resolver
{
    private readonly NativePool _pool = new("resolver", mostThreads);

    internal override string Name => "thread";

    internal override void Begin(GreenThread me, Lookup lookup) => Submit(lookup);

    /// <summary>Has something done on a thread of the pool.</summary>
    internal void Submit(NativeWork work)
    {
        if (!_pool.Submit(work))
        {
            // No thread is to be had: the caller's own has to do.
            using (BlockingRegion.Enter())
            {
                work.Perform();
            }
        }
    }
}
