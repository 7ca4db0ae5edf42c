using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// <c>InitHelpers.InitClassSlow</c>, <c>RunClassConstructor</c> and <c>RunModuleConstructor</c>: how compiled code, and a program, have a class
/// constructor run, or wait for the thread that runs it. The wait is the runtime's own, inside native code; a green thread that has to wait gives the
/// carrier away first, so that the one inside, which may be parked, can go on.
/// </summary>
/// <remarks>
/// The constructors that run are kept in a list, for the runtime does not tell. Those that the runtime starts from elsewhere (a fixup of
/// precompiled code) are not in it; who waits for one of them blocks the carrier until the watchdog notices, which it does in strict mode, too. This
/// code can be entered from anywhere that touches a class: it must not need a class constructor itself, nor wait.
/// </remarks>
[StackTraceHidden]
internal static unsafe class ClassConstructors
{
    internal static nint s_runClass;
    internal static nint s_runModule;

    // The class that a module's own methods belong to, and its constructor: the first in every table of types.
    private const int ModuleClass = 0x02000001;

    // So many run at once at most, nested ones included; more are not in the list.
    private const int Most = 128;

    private static readonly nint[] s_classes = new nint[Most];
    private static readonly int[] s_threads = new int[Most];
    private static SpinGate s_gate;
    private static int s_end;

    /// <summary>InitHelpers.InitClassSlow(MethodTable*).</summary>
    [DebuggerHidden]
    internal static void InitClassSlow(nint methodTable)
    {
        int entry = Begin(methodTable, Environment.CurrentManagedThreadId, out bool isRunElsewhere);
        if (isRunElsewhere)
        {
            using BlockingRegion blocking = BlockingRegion.EnterForRuntime();
            CoreLib.InitClass(methodTable);
            return;
        }

        try
        {
            CoreLib.InitClass(methodTable);
        }
        finally
        {
            End(entry);
        }
    }

    /// <summary>RuntimeHelpers.RunClassConstructor(RuntimeTypeHandle).</summary>
    internal static void RunClassConstructor(RuntimeTypeHandle type)
    {
        int entry = Begin(type.Value, Environment.CurrentManagedThreadId, out bool isRunElsewhere);
        BlockingRegion blocking = isRunElsewhere ? BlockingRegion.EnterForRuntime() : default;
        try
        {
            ((delegate*<RuntimeTypeHandle, void>)s_runClass)(type);
        }
        finally
        {
            blocking.Dispose();
            End(entry);
        }
    }

    /// <summary>RuntimeHelpers.RunModuleConstructor(ModuleHandle).</summary>
    internal static void RunModuleConstructor(ModuleHandle module)
    {
        nint own = module == ModuleHandle.EmptyHandle ? 0 : module.ResolveTypeHandle(ModuleClass).Value;
        int entry = Begin(own, Environment.CurrentManagedThreadId, out bool isRunElsewhere);
        BlockingRegion blocking = isRunElsewhere ? BlockingRegion.EnterForRuntime() : default;
        try
        {
            ((delegate*<ModuleHandle, void>)s_runModule)(module);
        }
        finally
        {
            blocking.Dispose();
            End(entry);
        }
    }

    private static int Begin(nint methodTable, int thread, out bool isRunElsewhere)
    {
        int free = -1;
        isRunElsewhere = false;
        if (methodTable == 0)
        {
            return free;
        }

        s_gate.Enter();
        for (int i = s_end - 1; i >= 0; i--)
        {
            if (s_classes[i] == 0)
            {
                free = i;
            }
            else if (s_classes[i] == methodTable && s_threads[i] != thread)
            {
                isRunElsewhere = true;
            }
        }

        if (free < 0 && s_end < Most)
        {
            free = s_end;
        }

        if (isRunElsewhere)
        {
            free = -1;
        }
        else if (free >= 0)
        {
            s_end = Math.Max(s_end, free + 1);
            s_classes[free] = methodTable;
            s_threads[free] = thread;
        }

        s_gate.Exit();
        return free;
    }

    private static void End(int entry)
    {
        if (entry < 0)
        {
            return;
        }

        s_gate.Enter();
        s_classes[entry] = 0;
        while (s_end > 0 && s_classes[s_end - 1] == 0)
        {
            s_end--;
        }

        s_gate.Exit();
    }
}
