namespace Shim.Patching.Interop;

/// <summary>
/// The native half of the framework. Called directly where the framework's own wrappers cost more than the system call's entry; the
/// error numbers are the framework's, so that they mean what they mean on stock.
/// </summary>
internal static unsafe partial class SystemNative
{
    private const string Library = "libSystem.Native";
}
