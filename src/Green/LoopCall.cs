using System.Runtime.ExceptionServices;

namespace Shim.Green;

/// <summary>Something that only the thread that has the loop may do, asked for by another one, which waits until it is done.</summary>
internal sealed class LoopCall(Action call)
{
    private Completion _done;
    private ExceptionDispatchInfo? _error;

    /// <summary>The one queued before.</summary>
    internal LoopCall? Next { get; set; }

    /// <summary>Does it.</summary>
    internal void Perform()
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            // Belongs to whoever asked, not to the loop. A last resort: the program's handlers of first-chance exceptions have run on the loop's thread, which they may not
            // hold. What can be expected to fail is to be tried, or checked, by whoever asks.
            _error = ExceptionDispatchInfo.Capture(e);
        }

        _done.Set();
    }

    /// <summary>Waits until it is done, and throws what it threw. An interrupt is put off: half done is not an answer.</summary>
    internal void Await()
    {
        bool isInterrupted = false;
        for (bool isDone = false; !isDone;)
        {
            try
            {
                isDone = _done.Wait(-1);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }

        _error?.Throw();
    }
}
