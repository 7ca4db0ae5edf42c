using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>
/// The methods one level below the patched ones: what a replacement calls for the runtime's own behaviour, without a trampoline.
/// </summary>
/// <remarks>
/// <para>
/// Names and signatures are those of System.Private.CoreLib 10.0 (read from 10.0.12). A missing one makes this class's
/// initializer throw, which PatchAll runs before anything is patched.
/// </para>
/// <para>
/// <c>ObjectHandleOnStack</c> and <c>ThreadHandle</c> are structs of one pointer; they are passed as that pointer. The former is the
/// address of a local that holds the object, so every caller here takes the address of its own parameter.
/// </para>
/// </remarks>
[StackTraceHidden]
internal static unsafe class CoreLib
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type s_onStack = Inner("System.Runtime.CompilerServices.ObjectHandleOnStack");
    private static readonly Type s_threadHandle = Inner("System.Threading.ThreadHandle");
    private static readonly Type s_kernel = Inner("Interop+Kernel32");

    // For the accessor below, which would be found out when it is first called.
    private static readonly bool s_hasSleep = Of(typeof(Thread), "SleepInternal", typeof(int)) != 0;
    private static readonly delegate*<void*, int, byte> s_join = (delegate*<void*, int, byte>)Of(typeof(Thread), "Join", s_onStack, typeof(int));
    private static readonly delegate*<nint, void> s_interrupt = (delegate*<nint, void>)Of(typeof(Thread), "Interrupt", s_threadHandle);
    private static readonly delegate*<nint, int> s_threadState = (delegate*<nint, int>)Of(typeof(Thread), "GetThreadState", s_threadHandle);
    private static readonly delegate*<Thread, nint> s_threadHandleOf = (delegate*<Thread, nint>)Of(typeof(Thread), "GetNativeHandle");
    private static readonly delegate*<int> s_optimalSpins = (delegate*<int>)Of(typeof(Thread), "get_OptimalMaxSpinWaitsPerSpinIteration");
    private static readonly delegate*<nint, int, int, int, char*, void> s_start =
        (delegate*<nint, int, int, int, char*, void>)OfAny(typeof(Thread), "StartInternal", s_threadHandle);

    private static readonly delegate*<void*, void> s_enter = (delegate*<void*, void>)Of(typeof(Monitor), "Enter_Slowpath", s_onStack);
    private static readonly delegate*<void*, int, int> s_tryEnter = (delegate*<void*, int, int>)Of(typeof(Monitor), "TryEnter_Slowpath", s_onStack, typeof(int));
    private static readonly delegate*<object, int, int> s_tryEnterNow = (delegate*<object, int, int>)Of(typeof(Monitor), "TryEnter_FastPath_WithTimeout", typeof(object), typeof(int));
    private static readonly delegate*<void*, int, void> s_exit = (delegate*<void*, int, void>)OfAny(typeof(Monitor), "Exit_Slowpath", s_onStack);
    private static readonly delegate*<void*, int, byte> s_wait = (delegate*<void*, int, byte>)Of(typeof(Monitor), "Wait", s_onStack, typeof(int));
    private static readonly delegate*<void*, void> s_pulse = (delegate*<void*, void>)Of(typeof(Monitor), "Pulse", s_onStack);
    private static readonly delegate*<void*, void> s_pulseAll = (delegate*<void*, void>)Of(typeof(Monitor), "PulseAll", s_onStack);

    private static readonly delegate*<long> s_monitorContentions = (delegate*<long>)Of(typeof(Monitor), "GetLockContentionCount");
    private static readonly delegate*<long> s_lockContentions = (delegate*<long>)Of(typeof(Lock), "get_ContentionCount");

    private static readonly delegate*<nint, int, byte, int> s_waitOne =
        (delegate*<nint, int, byte, int>)Of(typeof(WaitHandle), "WaitOneCore", typeof(nint), typeof(int), typeof(bool));

    private static readonly delegate*<ReadOnlySpan<nint>, byte, int, int> s_waitMultiple =
        (delegate*<ReadOnlySpan<nint>, byte, int, int>)Of(
            typeof(WaitHandle), "WaitMultipleIgnoringSyncContext", typeof(ReadOnlySpan<nint>), typeof(bool), typeof(int));

    private static readonly delegate*<nint, nint, int, int> s_signalAndWait =
        (delegate*<nint, nint, int, int>)Of(typeof(WaitHandle), "SignalAndWaitCore", typeof(nint), typeof(nint), typeof(int));

    private static readonly delegate*<nint, int> s_setEvent = (delegate*<nint, int>)Stub("SetEvent");
    private static readonly delegate*<nint, int> s_resetEvent = (delegate*<nint, int>)Stub("ResetEvent");
    private static readonly delegate*<nint, int> s_releaseMutex = (delegate*<nint, int>)Stub("ReleaseMutex");
    private static readonly delegate*<nint, int, int*, int> s_releaseSemaphore = (delegate*<nint, int, int*, int>)Stub("ReleaseSemaphore");

    private static readonly delegate*<void> s_waitForFinalizers = (delegate*<void>)Of(typeof(GC), "_WaitForPendingFinalizers");
    private static readonly delegate*<int, int> s_waitForFullGCApproach = (delegate*<int, int>)Of(typeof(GC), "_WaitForFullGCApproach", typeof(int));
    private static readonly delegate*<int, int> s_waitForFullGCComplete = (delegate*<int, int>)Of(typeof(GC), "_WaitForFullGCComplete", typeof(int));
    private static readonly delegate*<int, void> s_endProcess = (delegate*<int, void>)Of(typeof(Environment), "_Exit", typeof(int));
    private static readonly delegate*<nint, void> s_initClass =
        (delegate*<nint, void>)OfAny(Inner("System.Runtime.CompilerServices.InitHelpers"), "InitClassHelper");

    // Through an accessor the JIT makes the native call in place; through a pointer there would be a stub between, 15 ns for a call that takes 600.
    internal static void Sleep(int milliseconds) => SleepInternal(null, milliseconds);

    // All that the runtime does (SwitchToThread, pal/src/thread/thread.cpp), less its way there.
    internal static bool Yield() => Libc.SchedYield() == 0;

    internal static bool Join(Thread thread, int milliseconds) => s_join(Unsafe.AsPointer(ref thread), milliseconds) != 0;

    internal static void Interrupt(Thread thread)
    {
        s_interrupt(s_threadHandleOf(thread));
        GC.KeepAlive(thread);
    }

    internal static int ThreadState(Thread thread)
    {
        nint handle = NativeThreadOf(thread);
        int state = s_threadState(handle != 0 ? handle : s_threadHandleOf(thread)); // which throws for 0
        GC.KeepAlive(thread);
        return state;
    }

    internal static int OptimalSpins() => s_optimalSpins();

    /// <summary>Starts a thread natively, and waits until it runs.</summary>
    internal static void Start(Thread thread, int maxStackSize, int priority, bool isThreadPool, string? name)
    {
        fixed (char* text = name)
        {
            s_start(s_threadHandleOf(thread), maxStackSize, priority, isThreadPool ? 1 : 0, text);
        }

        GC.KeepAlive(thread);
    }

    internal static void Enter(object target) => s_enter(Unsafe.AsPointer(ref target));

    internal static bool TryEnter(object target, int milliseconds) => s_tryEnter(Unsafe.AsPointer(ref target), milliseconds) != 0;

    /// <summary>One attempt, without spinning. Only where <see cref="AwareLock.IsKnown"/>.</summary>
    internal static bool TryEnterNow(object target) => s_tryEnterNow(target, 0) switch
    {
        Runtime10Locks.Contention => false,
        Runtime10Locks.Entered => true,
        _ => TryEnter(target, 0),
    };

    internal static void Exit(object target, int action) => s_exit(Unsafe.AsPointer(ref target), action);

    internal static bool Wait(object target, int milliseconds) => s_wait(Unsafe.AsPointer(ref target), milliseconds) != 0;

    internal static void Pulse(object target) => s_pulse(Unsafe.AsPointer(ref target));

    internal static void PulseAll(object target) => s_pulseAll(Unsafe.AsPointer(ref target));

    /// <summary>What Monitor.LockContentionCount is made of.</summary>
    internal static long Contentions() => s_monitorContentions() + s_lockContentions();

    /// <summary>0, 128 (abandoned) or 258 (time-out). <paramref name="trivial"/>: not interruptible.</summary>
    internal static int WaitOne(nint handle, int milliseconds, bool trivial) => s_waitOne(handle, milliseconds, trivial ? (byte)1 : (byte)0);

    internal static int WaitMultiple(ReadOnlySpan<nint> handles, bool all, int milliseconds) =>
        s_waitMultiple(handles, all ? (byte)1 : (byte)0, milliseconds);

    internal static int SignalAndWait(nint signal, nint wait, int milliseconds) => s_signalAndWait(signal, wait, milliseconds);

    internal static int SetEvent(nint handle) => s_setEvent(handle);

    internal static int ResetEvent(nint handle) => s_resetEvent(handle);

    internal static int ReleaseMutex(nint handle) => s_releaseMutex(handle);

    internal static int ReleaseSemaphore(nint handle, int count, int* previous) => s_releaseSemaphore(handle, count, previous);

    internal static void WaitForFinalizers() => s_waitForFinalizers();

    internal static int WaitForFullGCApproach(int milliseconds) => s_waitForFullGCApproach(milliseconds);

    internal static int WaitForFullGCComplete(int milliseconds) => s_waitForFullGCComplete(milliseconds);

    /// <summary>Does not return.</summary>
    internal static void EndProcess(int exitCode) => s_endProcess(exitCode);

    /// <summary>Runs the constructor of a class, or waits for whoever runs it.</summary>
    /// <param name="methodTable">The class.</param>
    internal static void InitClass(nint methodTable) => s_initClass(methodTable);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_DONT_USE_InternalThread")]
    private static extern ref nint NativeThreadOf(Thread thread);

    internal static Type Inner(string name) =>
        TypeSearch.Find(typeof(object).Assembly, name) ?? throw new MissingMethodException("System.Private.CoreLib has no type " + name + ".");

    internal static nint Of(Type type, string name, params Type[] parameters)
    {
        MethodInfo method = type.GetMethod(name, Any, parameters) ?? throw new MissingMethodException(type.FullName, name);
        return method.MethodHandle.GetFunctionPointer();
    }

    /// <summary>A method, or an overload by its first parameter, where a parameter's type is private.</summary>
    private static nint OfAny(Type type, string name, Type? first = null)
    {
        foreach (MethodInfo method in type.GetMethods(Any))
        {
            if (method.Name == name && (first is null || method.GetParameters()[0].ParameterType == first))
            {
                return method.MethodHandle.GetFunctionPointer();
            }
        }

        throw new MissingMethodException(type.FullName, name);
    }

    /// <summary>The P/Invoke inside a generated wrapper of Interop.Kernel32; a local function, whose mangled name carries a counter.</summary>
    private static nint Stub(string wrapper)
    {
        string prefix = "<" + wrapper + ">g____PInvoke|";
        foreach (MethodInfo method in s_kernel.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
        {
            if (method.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return method.MethodHandle.GetFunctionPointer();
            }
        }

        throw new MissingMethodException(s_kernel.FullName, wrapper + ".__PInvoke");
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "SleepInternal")]
    private static extern void SleepInternal(Thread? type, int milliseconds);
}
