using System.Runtime.InteropServices;

namespace Shim.Patching.Interop;

/// <summary>An address, as the native half of the framework writes it (IPAddress of pal_networking.h, .NET 10).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeAddress
{
    internal fixed byte Bytes[16];
    internal uint IsIPv6;
    internal uint ScopeId;
}
