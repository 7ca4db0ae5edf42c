using System.Runtime.InteropServices;

namespace GreenHost;

/// <summary>What no patch can see: a call that blocks its OS thread.</summary>
internal static partial class Natively
{
    [LibraryImport("libc", EntryPoint = "usleep")]
    internal static partial int Sleep(uint microseconds);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int ThreadId();

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
}
