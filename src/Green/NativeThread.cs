using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green.Interop;

namespace Shim.Green;

/// <summary>
/// An OS thread of pthread_create(3) that enters the runtime as one of native code does, for what the scheduler starts. Where the system has none to give, that is an
/// answer here: Thread.Start throws, and what the program does in a handler of FirstChanceException, wait for a lock, say, it would do in the middle of the scheduler.
/// </summary>
internal sealed unsafe class NativeThread
{
    private static readonly nuint s_defaultStackSize = DefaultStackSize();

    private readonly Action _run;
    private bool _isNarrow;

    private NativeThread(Action run) => _run = run;

    /// <summary>Has <paramref name="run"/> run on a new background thread. Any thread, in any state.</summary>
    /// <param name="run">Must not throw.</param>
    /// <param name="stackSize">In bytes; 0 for what threads have that the runtime starts.</param>
    /// <returns>False when the system gave no thread, or no memory for one.</returns>
    internal static bool TryStart(Action run, int stackSize = 0)
    {
        NativeThread thread;
        GCHandle handle;
        try
        {
            thread = new NativeThread(run);
            handle = GCHandle.Alloc(thread);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }

        nuint size = stackSize == 0 ? s_defaultStackSize : (nuint)stackSize;
        byte* attributes = stackalloc byte[Libc.PthreadAttributesSize];
        Libc.PthreadAttrInit(attributes);
        Libc.PthreadAttrSetDetachState(attributes, Libc.PTHREAD_CREATE_DETACHED);
        if (size != 0)
        {
            Libc.PthreadAttrSetStackSize(attributes, size);
        }

        StartNearby nearby = default;
        nearby.Begin();
        thread._isNarrow = nearby.IsNarrow;
        nint id;
        bool isStarted = Libc.PthreadCreate(&id, attributes, &Enter, GCHandle.ToIntPtr(handle)) == 0;
        nearby.End();
        Libc.PthreadAttrDestroy(attributes);
        if (!isStarted)
        {
            handle.Free();
        }

        return isStarted;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Enter(nint state)
    {
        GCHandle handle = GCHandle.FromIntPtr(state);
        NativeThread self = (NativeThread)handle.Target!;
        handle.Free();
        if (self._isNarrow)
        {
            StartNearby.Widen();
        }

        self._run();
        return 0;
    }

    // 0 where glibc's is meant. src/coreclr/vm/threads.cpp, Thread::GetDefaultStackSizeSetting (10.0): the environment's is hexadecimal, the configuration's says so.
    private static nuint DefaultStackSize()
    {
        if (Hexadecimal(Environment.GetEnvironmentVariable("DOTNET_Thread_DefaultStackSize")) is { } size)
        {
            return size;
        }

        string? setting = AppContext.GetData("System.Threading.DefaultStackSize") as string;
        return setting?.StartsWith("0x", StringComparison.OrdinalIgnoreCase) == true
            ? Hexadecimal(setting[2..]) ?? 0
            : nuint.TryParse(setting, CultureInfo.InvariantCulture, out nuint bytes) ? bytes : 0;
    }

    private static nuint? Hexadecimal(string? setting) =>
        nuint.TryParse(setting, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nuint size) ? size : null;
}
