using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>struct iovec; the framework's IOVector has the same shape.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    internal byte* Base;
    internal nuint Count;
}
