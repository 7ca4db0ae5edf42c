using System.Runtime.InteropServices;

namespace Green.Interop;

// Packed on x86-64 only: the kernel wanted one layout for 32-bit and 64-bit callers there. The tool refuses to drive a load on anything else.
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EpollEvent
{
    internal uint Events;
    internal ulong Data;
}
