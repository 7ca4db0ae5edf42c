using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AuditFixture;

internal static unsafe class Natives
{
    [DllImport("fixture", EntryPoint = "fixture_wait")]
    internal static extern int Wait();

    [DllImport("fixture", EntryPoint = "fixture_read")]
    internal static extern int Read();

    [DllImport("fixture", EntryPoint = "fixture_count")]
    internal static extern int Count();

    [MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern int OfRuntime();

    internal static int ByPointer(nint function) => ((delegate* unmanaged<int>)function)();
}
