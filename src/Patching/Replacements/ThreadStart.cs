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
internal static class ThreadStart
{
    // A task with TaskCreationOptions.LongRunning: user code on a thread that the framework starts.
    private const string LongRunningOwner = "System.Threading.Tasks.ThreadPoolTaskScheduler";

    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    private static volatile Assembly[] s_known = [typeof(object).Assembly];
    private static volatile bool[] s_isUser = [false];

    /// <summary>Thread.StartCallback(), <c>this</c> first. Runs on the new thread.</summary>
    [StackTraceHidden]
    internal static void StartCallback(Thread self)
    {
        object helper = HelperOf(self)!;
        HelperOf(self) = null;
        if (!IsUserCode(StartOf(helper)))
        {
            CoreLib.RunStartHelper(helper);
            return;
        }

        try
        {
            Hub.Default.RunEnlisted(static state => RunGreen(state!), helper);
        }
        finally
        {
            ThreadJoin.Ended(self);
        }
    }

    /// <summary>Whether a thread that was started, but has not come to <see cref="StartCallback"/>, will be green.</summary>
    internal static bool WillBeGreen(Thread thread) => HelperOf(thread) is { } helper && IsUserCode(StartOf(helper));

    [StackTraceHidden]
    private static void RunGreen(object helper)
    {
        ThreadInterrupt.TakeOver(GreenThread.Current!);
        CoreLib.RunStartHelper(helper);
    }

    private static bool IsUserCode(Delegate start)
    {
        MethodInfo method = start.Method;
        Type? owner = method.DeclaringType;
        if (owner is null)
        {
            return true; // a dynamic method
        }

        Assembly assembly = owner.Assembly;
        Assembly[] known = s_known;
        int index = Array.IndexOf(known, assembly);
        bool isUser = index >= 0 && index < s_isUser.Length ? s_isUser[index] : Learn(assembly);
        return isUser || IsLongRunning(owner);
    }

    private static bool IsLongRunning(Type owner)
    {
        for (Type? type = owner; type is not null; type = type.DeclaringType)
        {
            if (type.FullName == LongRunningOwner)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Learn(Assembly assembly)
    {
        bool isUser = !IsFramework(assembly);

        // The verdicts first: whoever sees the new assembly finds its verdict. Two at once may lose one; it is learnt again.
        int count = s_known.Length;
        bool[] verdicts = s_isUser.AsSpan(0, Math.Min(count, s_isUser.Length)).ToArray();
        if (verdicts.Length == count)
        {
            s_isUser = [.. verdicts, isUser];
            s_known = [.. s_known.AsSpan(0, count), assembly];
        }

        return isUser;
    }

    private static bool IsFramework(Assembly assembly)
    {
        if (assembly == typeof(ThreadStart).Assembly || assembly == typeof(Hub).Assembly || assembly == typeof(EventLoop).Assembly)
        {
            return true;
        }

        string location = assembly.IsDynamic ? "" : assembly.Location;
        return location.Length > 0 && s_framework.Length > 0 && Path.GetDirectoryName(location) == s_framework;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_startHelper")]
    [return: UnsafeAccessorType("System.Threading.Thread+StartHelper, System.Private.CoreLib")]
    private static extern ref object? HelperOf(Thread self);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_start")]
    private static extern ref Delegate StartOf([UnsafeAccessorType("System.Threading.Thread+StartHelper, System.Private.CoreLib")] object helper);
}
