namespace Shim.Green.Interop;

/// <summary>The kernel's struct sigaction on x64 (not glibc's, whose mask is larger and whose fields are ordered otherwise).</summary>
internal struct KernelSigaction
{
    internal ulong Handler;
    internal ulong Flags;
    internal ulong Restorer;
    internal ulong Mask;
}
