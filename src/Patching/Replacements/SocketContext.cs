using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Shim.Patching.Replacements;

/// <summary>
/// What the replacements read of a <c>System.Net.Sockets.SocketAsyncContext</c>: the part of a socket that runs its operations and
/// queues the asynchronous ones.
/// </summary>
internal static class SocketContext
{
    internal const string TypeName = "System.Net.Sockets.SocketAsyncContext, System.Net.Sockets";

    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // OperationQueue<T>.QueueState: Ready 0, Waiting 1, Processing 2, Stopped 3. Probe checks the names.
    private const int Ready = 0;
    private const int Stopped = 3;

    private static nint s_receiveState;
    private static nint s_sendState;

    /// <summary>The handle, which outlives the context.</summary>
    internal static SafeSocketHandle Handle(object context) => HandleField(context);

    /// <summary>Whether O_NONBLOCK is set on the descriptor. It is never taken back.</summary>
    internal static bool IsNonBlocking(object context) => IsNonBlockingField(context);

    /// <summary>
    /// Sets O_NONBLOCK as the first asynchronous operation does. From then on native threads that call a blocking method on this socket
    /// wait in the framework's own queue instead of the kernel.
    /// </summary>
    /// <exception cref="SocketException">fcntl(2) refused.</exception>
    /// <exception cref="ObjectDisposedException">The handle was closed.</exception>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SetHandleNonBlocking")]
    internal static extern void SetNonBlocking([UnsafeAccessorType(TypeName)] object context);

    /// <summary>
    /// False while asynchronous receives or accepts (or synchronous ones of native threads) are queued: who comes now must queue, too,
    /// or would take their data.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsReceiveIdle(object context) => State(context, s_receiveState) is Ready or Stopped;

    /// <summary>The same for sends and connects.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsSendIdle(object context) => State(context, s_sendState) is Ready or Stopped;

    /// <summary>Checks the members, and finds the two state fields.</summary>
    /// <returns>Null when all is as expected, else what is not.</returns>
    internal static string? Probe()
    {
        Type? type = TypeSearch.Find(typeof(Socket).Assembly, "System.Net.Sockets.SocketAsyncContext");
        if (type is null)
        {
            return "System.Net.Sockets has no SocketAsyncContext";
        }

        object context = RuntimeHelpers.GetUninitializedObject(type);
        return FindState(context, "_receiveQueue", ref s_receiveState) ?? FindState(context, "_sendQueue", ref s_sendState);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref SafeSocketHandle HandleField([UnsafeAccessorType(TypeName)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_isHandleNonBlocking")]
    private static extern ref bool IsNonBlockingField([UnsafeAccessorType(TypeName)] object context);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int State(object context, nint offset) =>
        Volatile.Read(ref Unsafe.As<byte, int>(ref Unsafe.AddByteOffset(ref Unsafe.As<FirstField>(context).Value, offset)));

    /// <summary>
    /// A queue is a private generic struct, which no accessor can name. So its place is found by experiment: write a value that nothing
    /// else has, through reflection, and see where it appears in an object that nobody uses.
    /// </summary>
    private static string? FindState(object context, string queueName, ref nint found)
    {
        FieldInfo? queueField = context.GetType().GetField(queueName, Instance);
        FieldInfo? stateField = queueField?.FieldType.GetField("_state", Instance);
        if (stateField is not { FieldType.IsEnum: true } || !Is(stateField.FieldType, "Ready", Ready) || !Is(stateField.FieldType, "Stopped", Stopped))
        {
            return $"SocketAsyncContext.{queueName} has no _state as expected";
        }

        // Larger than the fields together an object never is smaller: reading this far stays inside.
        int size = 0;
        foreach (FieldInfo field in context.GetType().GetFields(Instance))
        {
            size += RuntimeHelpers.SizeOf(field.FieldType.TypeHandle);
        }

        object queue = queueField!.GetValue(context)!;
        nint first = Search(0x5ac0ffee);
        Write(Ready);
        if (first < 0 || State(context, first) != Ready)
        {
            return $"SocketAsyncContext.{queueName}._state was not found in the object";
        }

        found = first;
        return null;

        void Write(int state)
        {
            stateField.SetValue(queue, Enum.ToObject(stateField.FieldType, state));
            queueField.SetValue(context, queue);
        }

        nint Search(int mark)
        {
            Write(mark);
            nint place = -1;
            for (nint offset = 0; offset + sizeof(int) <= size; offset += sizeof(int))
            {
                if (State(context, offset) == mark)
                {
                    place = place < 0 ? offset : int.MaxValue;
                }
            }

            return place == int.MaxValue ? -1 : place;
        }
    }

    private static bool Is(Type type, string name, int value) =>
        type.GetField(name, BindingFlags.Static | BindingFlags.Public)?.GetRawConstantValue() is int constant && constant == value;

    /// <summary>Any object, seen as the bytes behind its header.</summary>
    private sealed class FirstField
    {
#pragma warning disable CS0649 // Never assigned: it only names a place.
        internal byte Value;
#pragma warning restore CS0649
    }
}
