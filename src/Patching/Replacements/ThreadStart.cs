using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>
/// Thread.StartCallback: the first managed method of a new thread. A thread of user code enlists as a green thread and runs there; the
/// framework's own threads (pool, timer, sockets, file watcher, signals) and ours stay native.
/// </summary>
[StackTraceHidden]
internal static class ThreadStart
{
    // A task with TaskCreationOptions.LongRunning: user code on a thread that the framework starts.
    private const string LongRunningOwner = "System.Threading.Tasks.ThreadPoolTaskScheduler";

    // The public key tokens that the assemblies of Microsoft.NETCore.App and Microsoft.AspNetCore.App are signed with.
    private static readonly ulong[] s_frameworkTokens =
    [
        0x7cec85d7bea7798e, 0xb03f5f7f11d50a3a, 0xb77a5c561934e089, 0xcc7b13ffcd2ddd51, 0xadb9793829ddae60, 0x31bf3856ad364e35,
    ];

    // Not a lambda: its class would show in stack traces.
    private static readonly Action<object?> s_runGreen = RunGreen;

    // Copied on write; a lost update is learnt again.
    private static volatile (Assembly Assembly, bool IsUser)[] s_verdicts = [(typeof(object).Assembly, false)];

    /// <summary>Thread.StartCallback(), <c>this</c> first. Runs on the new thread.</summary>
    internal static void StartCallback(Thread self)
    {
        object helper = CoreLib.GetStartHelper(self)!;
        if (!IsUserCode(StartOf(helper)))
        {
            CoreLib.ClearStartHelper(self);
            CoreLib.RunStartHelper(helper);
            return;
        }

        // In this order: whoever joins it finds it here or there.
        ThreadEnds.Announce(self);
        CoreLib.ClearStartHelper(self);
        try
        {
            Hub.Default.RunEnlisted(s_runGreen, helper);
        }
        finally
        {
            // On the own OS thread again, which ends now.
            ThreadEnds.Remove(self);
        }
    }

    /// <summary>Whether a thread that was started, but has not come to <see cref="StartCallback"/>, will be green.</summary>
    internal static bool WillBeGreen(Thread thread) => CoreLib.GetStartHelper(thread) is { } helper && IsUserCode(StartOf(helper));

    private static void RunGreen(object? helper)
    {
        // Null when the system had no room for another green thread, and this one runs as it is.
        if (GreenThread.Current is { } me)
        {
            ThreadInterrupt.TakeOver(me);
        }

        CoreLib.RunStartHelper(helper!);
    }

    private static bool IsUserCode(Delegate start)
    {
        // The target's type is at hand; the method costs reflection.
        Type? owner = start.Target?.GetType() ?? start.Method.DeclaringType;
        if (owner is null)
        {
            return true; // a dynamic method
        }

        Assembly assembly = owner.Assembly;
        foreach ((Assembly known, bool isUser) in s_verdicts)
        {
            if (known == assembly)
            {
                return isUser || IsLongRunning(owner);
            }
        }

        bool verdict = !IsFramework(assembly);
        s_verdicts = [.. s_verdicts, (assembly, verdict)];
        return verdict || IsLongRunning(owner);
    }

    private static bool IsLongRunning(Type owner) => (owner.DeclaringType ?? owner).FullName == LongRunningOwner;

    private static bool IsFramework(Assembly assembly)
    {
        if (assembly == typeof(ThreadStart).Assembly || assembly == typeof(Hub).Assembly || assembly == typeof(EventLoop).Assembly)
        {
            return true;
        }

        byte[]? token = assembly.GetName().GetPublicKeyToken();
        return token is { Length: 8 } && Array.IndexOf(s_frameworkTokens, BinaryPrimitives.ReadUInt64BigEndian(token)) >= 0;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_start")]
    private static extern ref Delegate StartOf([UnsafeAccessorType("System.Threading.Thread+StartHelper, System.Private.CoreLib")] object helper);
}
