using System.Runtime.InteropServices;

namespace GreenHost;

/// <summary>What no patch can see: a call that blocks its OS thread.</summary>
internal static partial class Natively
{
    /// <summary>bits/resource.h: RLIMIT_NPROC.</summary>
    internal const int ThreadsOfUser = 6;

    // time.h: CLOCK_THREAD_CPUTIME_ID.
    private const int ThreadProcessorTime = 3;

    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial int Sleep(uint microseconds);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    internal static unsafe partial int SetLimit(int process, int what, ulong* limit, ulong* before);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int ThreadId();

    /// <summary>What the OS thread has used.</summary>
    internal static unsafe TimeSpan ProcessorTime()
    {
        long* time = stackalloc long[2];
        Check.Equal(GetTime(ThreadProcessorTime, time), 0);
        return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000.0);
    }

    /// <summary>How many descriptors this process may have.</summary>
    internal static unsafe void LimitDescriptors(ulong most)
    {
        const int descriptors = 7; // <asm-generic/resource.h>: RLIMIT_NOFILE
        ulong* limit = stackalloc ulong[2];
        Check.Equal(GetLimit(descriptors, limit), 0);
        limit[0] = most;
        Check.Equal(SetLimit(descriptors, limit), 0);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static unsafe partial int GetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static unsafe partial int SetLimit(int resource, ulong* limit);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static unsafe partial int GetTime(int clock, long* time);

    [LibraryImport("libc", EntryPoint = "pthread_mutexattr_init")]
    internal static unsafe partial int InitializeKind(int* kind);

    [LibraryImport("libc", EntryPoint = "pthread_mutexattr_setpshared")]
    internal static unsafe partial int ShareBetweenProcesses(int* kind, int isShared);

    [LibraryImport("libc", EntryPoint = "pthread_mutexattr_setrobust")]
    internal static unsafe partial int MakeRobust(int* kind, int isRobust);

    [LibraryImport("libc", EntryPoint = "pthread_mutex_init")]
    internal static unsafe partial int InitializeMutex(void* mutex, int* kind);

    [LibraryImport("libc", EntryPoint = "pthread_mutex_lock")]
    internal static unsafe partial int Lock(void* mutex);

    [LibraryImport("libc", EntryPoint = "pthread_mutex_unlock")]
    internal static unsafe partial int Unlock(void* mutex);

    [LibraryImport("libc", EntryPoint = "pthread_mutex_trylock")]
    internal static unsafe partial int TryLock(void* mutex);

    [LibraryImport("libc", EntryPoint = "pthread_mutexattr_settype")]
    internal static unsafe partial int SetType(int* kind, int type);

    [LibraryImport("libc", EntryPoint = "pthread_key_create")]
    internal static unsafe partial int CreateKey(out uint key, delegate* unmanaged<nint, void> destructor);

    [LibraryImport("libc", EntryPoint = "pthread_setspecific")]
    internal static partial int SetValue(uint key, nint value);

    [LibraryImport("libc", EntryPoint = "pthread_getspecific")]
    internal static partial nint GetValue(uint key);

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    internal static partial nint Self();

    [LibraryImport("libc", EntryPoint = "dlinfo")]
    internal static unsafe partial int GetInfo(nint library, int request, void* answer);

    /// <summary>A thread-local variable of a library, found as compiled code does it; dlsym finds this in the whole program only.</summary>
    internal static unsafe long* ThreadLocal(nuint* moduleAndOffset) =>
        ((delegate* unmanaged<nuint*, long*>)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "__tls_get_addr"))(moduleAndOffset);

    [LibraryImport("libc", EntryPoint = "__cxa_thread_atexit_impl")]
    internal static unsafe partial int AtThreadExit(delegate* unmanaged<nint, void> destructor, nint argument, nint library);

    [LibraryImport("libc", EntryPoint = "getgid")]
    internal static partial int GetGroup();

    [LibraryImport("libc", EntryPoint = "setgid")]
    internal static partial int SetGroup(int group);

    [LibraryImport("libc", EntryPoint = "mmap")]
    internal static unsafe partial void* Map(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int process, int signal);
}
