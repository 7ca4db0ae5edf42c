using Shim.Patching.Replacements;

namespace Shim.Patching;

/// <summary>
/// Work of PatchAll that changes nothing in the process, done on another processor meanwhile: it runs while an application starts, and half of
/// its time is the runtime's, loading types and compiling accessors for the first time.
/// </summary>
internal sealed class HeadStart
{
    private volatile bool _isDone;

    private HeadStart()
    {
    }

    /// <summary>Null on one processor, where it would win nothing.</summary>
    internal static HeadStart? Begin()
    {
        if (Environment.ProcessorCount < 2)
        {
            return null;
        }

        HeadStart work = new();
        new Thread(work.Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "GreenShim start" }.UnsafeStart();
        return work;
    }

    /// <summary>Returns when it is done: no thread of ours may run while methods change.</summary>
    internal void End()
    {
        while (!_isDone)
        {
            Thread.Sleep(0);
        }
    }

    private void Run()
    {
        try
        {
            // It keeps what it found.
            Originals.Resolve();

            // The first exception of a process takes milliseconds, and the switcher's self-test throws one.
            throw new InvalidOperationException();
        }
        catch (Exception)
        {
            // All of them: one that left this thread would end the process. PatchAll does the same work again, where its caller can catch it.
        }
        finally
        {
            _isDone = true;
        }
    }
}
