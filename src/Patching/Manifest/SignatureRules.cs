using System.Reflection;

namespace Shim.Patching.Manifest;

/// <summary>
/// Whether a replacement can be entered in place of a target. The jump changes nothing about the arguments, so both must look alike to the
/// calling convention and to the garbage collector: <c>this</c> first; an enum may be its integer; a class may be object, and a reference to a struct one to its first
/// byte (types that are not public).
/// </summary>
internal static class SignatureRules
{
    /// <returns>What does not fit, or null.</returns>
    internal static string? Mismatch(MethodBase target, MethodInfo replacement)
    {
        if (!replacement.IsStatic || replacement.IsGenericMethod || replacement.DeclaringType is { IsGenericType: true })
        {
            return "the replacement must be a static method that is not generic";
        }

        var wanted = target.GetParameters();
        var given = replacement.GetParameters();
        var offset = target.IsStatic ? 0 : 1;
        if (given.Length != wanted.Length + offset)
        {
            return $"the replacement takes {given.Length} parameters instead of {wanted.Length + offset}";
        }

        if (offset == 1 && !FitsThis(target.DeclaringType!, given[0].ParameterType))
        {
            return $"the replacement's first parameter is {TypeNames.Format(given[0].ParameterType)} and cannot be the {TypeNames.Format(target.DeclaringType!)} it is called on";
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (!Fits(wanted[i].ParameterType, given[i + offset].ParameterType))
            {
                return $"the replacement's parameter \"{given[i + offset].Name}\" is {TypeNames.Format(given[i + offset].ParameterType)} instead of {TypeNames.Format(wanted[i].ParameterType)}";
            }
        }

        var result = target is MethodInfo method ? method.ReturnType : typeof(void);
        return Fits(replacement.ReturnType, result) || Fits(result, replacement.ReturnType)
            ? null
            : $"the replacement returns {TypeNames.Format(replacement.ReturnType)} instead of {TypeNames.Format(result)}";
    }

    // "this" of a struct is a reference to it.
    private static bool FitsThis(Type owner, Type given) =>
        owner.IsValueType ? given.IsByRef && Fits(owner, given.GetElementType()!) : Fits(owner, given);

    private static bool Fits(Type wanted, Type given)
    {
        if (wanted == given)
        {
            return true;
        }

        if (wanted.IsByRef || given.IsByRef)
        {
            return wanted.IsByRef && given.IsByRef && FitsByReference(wanted.GetElementType()!, given.GetElementType()!);
        }

        if (wanted.IsPointer || given.IsPointer)
        {
            return (wanted.IsPointer || wanted == typeof(nint)) && (given.IsPointer || given == typeof(nint));
        }

        if (wanted.IsEnum || given.IsEnum)
        {
            return Integer(wanted) == Integer(given);
        }

        return !wanted.IsValueType && !given.IsValueType && given.IsAssignableFrom(wanted);
    }

    private static bool FitsByReference(Type wanted, Type given) =>
        wanted == given
        || ((wanted.IsEnum || given.IsEnum) && Integer(wanted) == Integer(given))
        || (!wanted.IsValueType && !wanted.IsPointer && given == typeof(object))
        || (wanted is { IsValueType: true, IsEnum: false } && given == typeof(byte));

    private static Type Integer(Type type) => type.IsEnum ? type.GetEnumUnderlyingType() : type;
}
