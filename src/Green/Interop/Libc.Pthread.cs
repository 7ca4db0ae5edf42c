using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

internal static unsafe partial class Libc
{
    // <bits/pthreadtypes-arch.h>: 56 bytes on x86-64, 64 on arm64.
    internal const int PthreadAttributesSize = 64;

    internal const int PTHREAD_CREATE_DETACHED = 1; // <pthread.h>

    /// <summary>pthread_create(3). 0, or an error: EAGAIN where the system has no thread, or no memory for its stack.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_create")]
    internal static partial int PthreadCreate(nint* thread, void* attributes, delegate* unmanaged[Cdecl]<nint, nint> start, nint state);

    /// <summary>pthread_attr_init(3).</summary>
    [LibraryImport("libc", EntryPoint = "pthread_attr_init")]
    internal static partial int PthreadAttrInit(void* attributes);

    /// <summary>pthread_attr_destroy(3).</summary>
    [LibraryImport("libc", EntryPoint = "pthread_attr_destroy")]
    internal static partial int PthreadAttrDestroy(void* attributes);

    /// <summary>pthread_attr_setdetachstate(3).</summary>
    [LibraryImport("libc", EntryPoint = "pthread_attr_setdetachstate")]
    internal static partial int PthreadAttrSetDetachState(void* attributes, int state);

    /// <summary>pthread_attr_setstacksize(3). EINVAL, and nothing is changed, below PTHREAD_STACK_MIN.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_attr_setstacksize")]
    internal static partial int PthreadAttrSetStackSize(void* attributes, nuint bytes);
}
