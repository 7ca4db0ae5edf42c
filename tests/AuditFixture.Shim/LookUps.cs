using System.Reflection;

namespace AuditFixture.Shim;

/// <summary>Looks things up as the replacements do.</summary>
internal static class LookUps
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type s_onStack = Inner("System.Runtime.CompilerServices.ObjectHandleOnStack");
    private static readonly nint s_right = Of(typeof(Monitor), "Wait", s_onStack, typeof(int));
    private static readonly nint s_otherParameters = Of(typeof(Monitor), "Wait", s_onStack, typeof(long));
    private static readonly nint s_missing = Of(typeof(Thread), "NoSuchMethod");
    private static readonly Type s_missingType = Inner("System.Threading.NoSuchType");
    private static readonly nint s_missingStub = Stub("NoSuchFunction");
    private static readonly FieldInfo? s_field = typeof(Thread).GetField("_startHelper", Any);
    private static readonly FieldInfo? s_missingField = typeof(Thread).GetField("_noSuchField", Any);

    private static Type Inner(string name) => typeof(object).Assembly.GetType(name)!;

    private static nint Of(Type type, string name, params Type[] parameters) => type.GetMethod(name, parameters)!.MethodHandle.Value;

    private static nint Stub(string wrapper) => wrapper.Length;
}
