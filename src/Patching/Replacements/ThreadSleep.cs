using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>Thread.Sleep(int); Sleep(TimeSpan) calls it.</summary>
internal static unsafe class ThreadSleep
{
    internal static nint s_sleep;

    internal static void Sleep(int millisecondsTimeout)
    {
        if (GreenThread.Current is null || millisecondsTimeout < -1)
        {
            ((delegate*<int, void>)s_sleep)(millisecondsTimeout);
            return;
        }

        GreenThread.Sleep(TimeSpan.FromMilliseconds(millisecondsTimeout));
    }
}
