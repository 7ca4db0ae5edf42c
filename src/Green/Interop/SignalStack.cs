using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

/// <summary>stack_t: the stack on which an OS thread's handlers of signals run that ask for one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SignalStack
{
    internal void* Start;
    internal int Flags;
    internal nuint Size;
}
