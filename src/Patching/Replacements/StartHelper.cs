using System.Reflection;

namespace Shim.Patching.Replacements;

/// <summary>
/// A <c>Thread.StartHelper</c> of System.Private.CoreLib 10.0: what a thread carries from its construction to the begin of its first managed method.
/// </summary>
/// <remarks>
/// By reflection, which costs nothing beside the start of a thread: an unsafe accessor to a private type goes through the runtime's parser of type
/// names, which the JIT compiles in each process (<see cref="TypeSearch"/>). A missing field makes the initializer throw, which PatchAll runs before
/// anything is patched.
/// </remarks>
internal static class StartHelper
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly Type s_type = CoreLib.Inner("System.Threading.Thread+StartHelper");
    private static readonly FieldInfo s_helper = typeof(Thread).GetField("_startHelper", Any) ?? throw new MissingFieldException("Thread", "_startHelper");
    private static readonly FieldInfo s_start = s_type.GetField("_start", Any) ?? throw new MissingFieldException(s_type.Name, "_start");
    private static readonly FieldInfo s_argument = s_type.GetField("_startArg", Any) ?? throw new MissingFieldException(s_type.Name, "_startArg");
    private static readonly FieldInfo s_stackSize = s_type.GetField("_maxStackSize", Any) ?? throw new MissingFieldException(s_type.Name, "_maxStackSize");

    internal static object? Of(Thread thread) => s_helper.GetValue(thread);

    internal static Delegate? Start(object helper) => (Delegate?)s_start.GetValue(helper);

    internal static void SetStart(object helper, Delegate start) => s_start.SetValue(helper, start);

    internal static object? Argument(object helper) => s_argument.GetValue(helper);

    /// <summary>In bytes; 0 for the default.</summary>
    internal static int StackSize(object helper) => (int)s_stackSize.GetValue(helper)!;
}
