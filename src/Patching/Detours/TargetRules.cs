using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shim.Patching.Detours;

/// <summary>Which methods the engine takes on. The rest is refused by kind, before anything is looked up in memory.</summary>
internal static class TargetRules
{
    /// <summary>A struct this small comes back in registers; a bigger one through a hidden buffer, whose place among the arguments differs between
    /// instance and static methods.</summary>
    private const int MaxRegisterReturn = 16;

    internal static string? Refusal(MethodBase target)
    {
        if (target.IsAbstract)
        {
            return "it is abstract and has no body";
        }

        if (target.IsGenericMethod || target.DeclaringType is { IsGenericType: true })
        {
            return "it is generic, and the instantiations of generic code share bodies";
        }

        if ((target.Attributes & MethodAttributes.PinvokeImpl) != 0)
        {
            return "it is a P/Invoke and has no body of its own";
        }

        var implementation = target.MethodImplementationFlags;
        if ((implementation & (MethodImplAttributes.InternalCall | MethodImplAttributes.Runtime | MethodImplAttributes.Native)) != 0)
        {
            return "it is implemented inside the runtime and has no managed body";
        }

        if (target.Module.Assembly.IsDynamic || target.Module.Assembly.IsCollectible)
        {
            return "its assembly is dynamic or can be unloaded, and its code with it";
        }

        if (target is not MethodInfo method)
        {
            return target.IsStatic ? "it is a static constructor, which the runtime runs when it likes" : null;
        }

        if (target.IsVirtual && target.DeclaringType is { IsValueType: true })
        {
            return "it is a virtual method of a struct, which has two entries";
        }

        return ReturnRefusal(method.ReturnType);
    }

    private static string? ReturnRefusal(Type type)
    {
        if (!type.IsValueType || type.IsPrimitive || type.IsEnum || type == typeof(void))
        {
            return null;
        }

        return RuntimeHelpers.SizeOf(type.TypeHandle) <= MaxRegisterReturn && IsInRegisters(type) ? null : "it returns a struct through a hidden buffer";
    }

    // As methodtable.cpp of the runtime, ClassifyEightBytesWithManagedLayout, has it, if stricter: fields that are not aligned, overlap, or are not there go by memory.
    private static bool IsInRegisters(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || !type.IsValueType)
        {
            return true;
        }

        // The runtime's own packing, where nothing is declared, is 8.
        if (type.IsExplicitLayout || type.StructLayoutAttribute is null or { Value: LayoutKind.Explicit } or { Pack: > 0 and < 8 } or { Size: > 0 })
        {
            return false;
        }

        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        foreach (var field in fields)
        {
            if (!IsInRegisters(field.FieldType))
            {
                return false;
            }
        }

        return fields.Length > 0;
    }
}
