using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements;

/// <summary>
/// One attempt at an operation on a non-blocking descriptor, as <c>SocketPal</c> makes it. True: done, with or without an error. False:
/// it would have to wait; what was transferred so far is in the ref parameters.
/// </summary>
/// <remarks>The first parameter only names the static class; pass null.</remarks>
internal static unsafe class SocketAttempts
{
    /// <summary><c>Interop.Error.EAGAIN</c> of the framework's native half.</summary>
    internal const int Again = 0x10006;

    private const string TypeName = "System.Net.Sockets.SocketPal, System.Net.Sockets";

    private static delegate*<int, SocketError> s_toSocketError;

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TryCompleteAccept")]
    internal static extern bool Accept([UnsafeAccessorType(TypeName)] object? pal, SafeSocketHandle socket, Memory<byte> address, out int addressLength, out nint accepted, out SocketError error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TryStartConnect")]
    internal static extern bool StartConnect([UnsafeAccessorType(TypeName)] object? pal, SafeSocketHandle socket, Memory<byte> address, out SocketError error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TryCompleteReceiveFrom")]
    internal static extern bool ReceiveFrom([UnsafeAccessorType(TypeName)] object? pal, SafeSocketHandle socket, Span<byte> buffer, IList<ArraySegment<byte>>? buffers, SocketFlags flags, Span<byte> address, out int addressLength, out int received, out SocketFlags receivedFlags, out SocketError error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TryCompleteReceiveMessageFrom")]
    internal static extern bool ReceiveMessageFrom([UnsafeAccessorType(TypeName)] object? pal, SafeSocketHandle socket, Span<byte> buffer, IList<ArraySegment<byte>>? buffers, SocketFlags flags, Memory<byte> address, out int addressLength, bool isIPv4, bool isIPv6, out int received, out SocketFlags receivedFlags, out IPPacketInformation packet, out SocketError error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TryCompleteSendTo")]
    internal static extern bool SendTo([UnsafeAccessorType(TypeName)] object? pal, SafeSocketHandle socket, ReadOnlySpan<byte> buffer, IList<ArraySegment<byte>>? buffers, ref int bufferIndex, ref int offset, ref int count, SocketFlags flags, ReadOnlySpan<byte> address, ref int sent, out SocketError error);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "TryCompleteSendFile")]
    internal static extern bool SendFile([UnsafeAccessorType(TypeName)] object? pal, SafeSocketHandle socket, SafeFileHandle file, ref long offset, ref long count, ref long sent, out SocketError error);

    /// <summary>The framework's own table from an error of the native half to what users see.</summary>
    internal static SocketError ToSocketError(int error) => s_toSocketError(error);

    /// <summary>The error behind a count or a negative errno, as the framework's native half numbers it; 0 for a count.</summary>
    internal static int ErrorOf(int result) => result >= 0 ? 0 : SystemNative.ConvertErrorPlatformToPal(-result);

    internal static string? Probe()
    {
        Assembly sockets = typeof(Socket).Assembly;
        Type? errors = TypeSearch.Find(sockets, "Interop+Error");
        MethodInfo? convert = errors is null ? null : TypeSearch.Find(sockets, "System.Net.Sockets.SocketErrorPal")?.GetMethod(
            "GetSocketErrorForNativeError", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public, [errors]);
        if (convert is null)
        {
            return "System.Net.Sockets has no SocketErrorPal.GetSocketErrorForNativeError(Interop.Error)";
        }

        s_toSocketError = (delegate*<int, SocketError>)convert.MethodHandle.GetFunctionPointer();

        // Not by asking it: the first call builds two dictionaries, which takes longer than all the rest.
        return errors!.GetField("EAGAIN")?.GetRawConstantValue() is Again ? null : "Interop.Error.EAGAIN has another number";
    }
}
