using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace AuditFixture.Shim;

/// <summary>Declared like those of the replacements.</summary>
internal static class Accessors
{
    private const string Context = "System.Net.Sockets.SocketAsyncContext, System.Net.Sockets";

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref SafeSocketHandle RightField([UnsafeAccessorType(Context)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetHandleNonBlocking")]
    private static extern void RightMethod([UnsafeAccessorType(Context)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_noSuchField")]
    private static extern ref int MissingField([UnsafeAccessorType(Context)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket FieldOfAnotherType([UnsafeAccessorType(Context)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetHandleNonBlocking")]
    private static extern void OtherParameters([UnsafeAccessorType(Context)] object context, int timeout);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "SetHandleNonBlocking")]
    private static extern void NotStatic([UnsafeAccessorType(Context)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Run")]
    private static extern void MissingType([UnsafeAccessorType("System.Net.Sockets.NoSuchType, System.Net.Sockets")] object context);
}
