using System.Diagnostics;
using Shim.Green.Switching;

namespace Shim.Green;

/// <summary>
/// A CLR thread that runs spawned green threads, one after the other. Like a pool thread it keeps its identity between them; what a
/// green thread left behind on it (name, culture, thread statics aside) is reset.
/// </summary>
[StackTraceHidden]
internal sealed unsafe class Body
{
    private const nint NoContext = -1;

    private readonly Hub _hub;
    private Thread _thread = null!;
    private GreenThread? _assigned;
    private nint _context;

    private Body(Hub hub) => _hub = hub;

    /// <summary>Whether it has been taken off the list of free ones, to go home.</summary>
    internal bool IsDismissed { get; set; }

    internal Context* Context => (Context*)_context;

    /// <summary>Null when the system has no thread left, or no memory for one. Any thread, in any state.</summary>
    internal static Body? TryCreate(Hub hub)
    {
        Body body;
        try
        {
            body = new Body(hub);
            if (!NativeThread.TryStart(body.Run))
            {
                return null;
            }
        }
        catch (OutOfMemoryException)
        {
            return null;
        }

        for (int tries = 0; Volatile.Read(ref body._context) == 0; tries++)
        {
            StepBack.Once(tries);
        }

        return body._context == NoContext ? null : body;
    }

    /// <summary>Gives the body its next green thread.</summary>
    internal void Assign(GreenThread green)
    {
        green.Context = Context;
        _assigned = green;
    }

    internal GreenThread? TakeAssigned()
    {
        GreenThread? green = _assigned;
        _assigned = null;
        return green;
    }

    private void Run()
    {
        Context* context;
        _thread = Thread.CurrentThread;
        try
        {
            ThreadTable.Reserve(_thread.ManagedThreadId);
            context = _hub.CreateContext();
        }
        catch (Exception e) when (e is OutOfMemoryException or PlatformNotSupportedException)
        {
            Volatile.Write(ref _context, NoContext);
            return;
        }

        Volatile.Write(ref _context, (nint)context);
        GreenThread? green = _hub.Enlist(this);

        // Nothing flows to a thread of native code.
        ExecutionContext defaultContext = ExecutionContext.Capture()!;
        while (green is not null)
        {
            green.Context = context;
            green.NativeId = context->OwnTid;
            green.Thread = _thread;
            ThreadTable.Set(_thread.ManagedThreadId, green);
            GreenThread.SetCurrent(green);
            Hub.Exit(green);

            green.RunEntry(defaultContext);

            green.Complete();
            ResetThread();
            _hub.Enter(green);
            GreenThread.SetCurrent(null);
            green = _hub.Finish(this);
        }
    }

    private void ResetThread()
    {
        if (!_thread.IsBackground)
        {
            _thread.IsBackground = true;
        }

        if (_thread.Name is not null)
        {
            _thread.Name = null;
        }

        if (_thread.Priority != ThreadPriority.Normal)
        {
            _thread.Priority = ThreadPriority.Normal;
        }
    }
}
