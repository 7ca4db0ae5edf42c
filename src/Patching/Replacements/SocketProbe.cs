using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shim.Patching.Replacements;

/// <summary>
/// Has the runtime resolve every private member that the socket replacements use, so that a missing one refuses the patch instead of
/// throwing in user code.
/// </summary>
internal static class SocketProbe
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Lazy<string?> s_answer = new(Ask);

    /// <returns>Null when all is there, else one sentence.</returns>
    internal static string? Run() => s_answer.Value;

    private static string? Ask()
    {
        try
        {
            Resolve(typeof(SocketContext));
            Resolve(typeof(SocketHandle));
            Resolve(typeof(SocketAttempts));
            return SocketContext.Probe() ?? SocketAttempts.Probe() ?? ProbeNative();
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException or BadImageFormatException or NotSupportedException or AmbiguousMatchException)
        {
            return e.Message;
        }
    }

    /// <summary>An accessor is bound when it is compiled.</summary>
    private static void Resolve(Type type)
    {
        foreach (MethodInfo method in type.GetMethods(Static | BindingFlags.DeclaredOnly))
        {
            // Only accessors have no body.
            if ((method.GetMethodImplementationFlags() & MethodImplAttributes.InternalCall) == 0 && method.GetMethodBody() is null)
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }

    private static string? ProbeNative()
    {
        if (!NativeLibrary.TryLoad("libSystem.Native", typeof(SocketProbe).Assembly, null, out nint library))
        {
            return "libSystem.Native cannot be loaded";
        }

        ReadOnlySpan<string> names =
            ["SystemNative_Receive", "SystemNative_Send", "SystemNative_Poll", "SystemNative_GetSockOpt", "SystemNative_GetLingerOption"];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryGetExport(library, name, out _))
            {
                return "libSystem.Native has no " + name;
            }
        }

        return null;
    }
}
