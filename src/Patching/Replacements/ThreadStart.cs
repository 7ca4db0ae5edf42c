using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Shim.Green;
using Shim.Loop;

namespace Shim.Patching.Replacements;

/// <summary>
/// Thread.StartCore: what every start of a thread comes to. A thread of user code is given another delegate, which enlists it as a green
/// thread and runs the first one there; the framework's own threads (pool, timer, sockets, file watcher, signals) and ours stay native.
/// </summary>
/// <remarks>
/// Not the new thread's first method: the outermost frame of a stack trace is printed whatever its attributes say, and it must be the
/// runtime's.
/// </remarks>
[StackTraceHidden]
internal static class ThreadStart
{
    // A task with TaskCreationOptions.LongRunning: perhaps user code, on a thread that the framework starts.
    private const string LongRunningOwner = "System.Threading.Tasks.ThreadPoolTaskScheduler";

    // The public key tokens of what is called System, in Microsoft.NETCore.App or from a package.
    private static readonly ulong[] s_systemTokens = [0x7cec85d7bea7798e, 0xb03f5f7f11d50a3a, 0xb77a5c561934e089, 0xcc7b13ffcd2ddd51];

    // Those of the rest of it, and of Microsoft.AspNetCore.App. Microsoft signs other programs with them, too (PowerShell, the compiler), and MSBuild with one of the
    // above: they are the framework's only where it lies.
    private static readonly ulong[] s_otherTokens = [0xadb9793829ddae60, 0x31bf3856ad364e35];
    private static readonly string s_frameworkFolder = FrameworkFolder();

    // A list that grows at its head; a lost update is learnt again.
    private static volatile Verdict s_verdicts = new(typeof(object).Assembly, false, null);

    /// <summary>Thread.StartCore(), <c>this</c> first.</summary>
    internal static void StartCore(Thread self)
    {
        // A start takes longer than most turns do, and who starts threads in a loop waits for nothing. On stock threads those that were started run
        // meanwhile; here all of them would be there before the first has done anything. Not for a thread of the framework's own, which may start it with
        // a native lock in its hands.
        if (Start(self) && GreenThread.Current is { } me)
        {
            me.Hub.Yield(me);
        }
    }

    /// <summary>Whether it will be a green thread.</summary>
    private static bool Start(Thread self)
    {
        lock (self)
        {
            object? helper = StartHelper.Of(self);
            Delegate? start = helper is null ? null : StartHelper.Start(helper);
            bool isGreen = start is not null and not { Target: GreenStart } && BecomesGreen(start, helper!) && Newcomers.TryBegin();
            if (isGreen)
            {
                Announce(self, helper!, start!);
            }

            StartNearby nearby = default;
            if (isGreen)
            {
                nearby.Begin();
            }

            try
            {
                StartNatively(self, helper is null ? 0 : StartHelper.StackSize(helper));
            }
            catch when (isGreen)
            {
                StartHelper.SetStart(helper!, start!);
                ThreadEnds.Remove(self);
                Newcomers.End();
                throw;
            }
            finally
            {
                nearby.End();
            }

            return isGreen;
        }
    }

    private static void Announce(Thread self, object helper, Delegate start)
    {
        try
        {
            Delegate greenStart = GreenStart.For(self, start);

            // Announced first: whoever sees that it was started can join it as a green thread. From here on nothing throws but the start.
            ThreadEnds.Announce(self);
            StartHelper.SetStart(helper, greenStart);
        }
        catch
        {
            Newcomers.End();
            throw;
        }
    }

    // Where the system gave no thread, the runtime left it unstarted. Not so after a ThreadStartException: there was one, which failed as it began, and that stays marked in
    // the runtime's thread, which a second start would give a second thread of the system (vm/threads.cpp, Thread::HasStarted; vm/comsynchronizable.cpp, ThreadNative_Start).
    private static void StartNatively(Thread self, int stackSize)
    {
        long since = 0;
        while (true)
        {
            try
            {
                CoreLib.Start(self, stackSize, PriorityOf(self), IsThreadPoolOf(self), NameOf(self));
                return;
            }
            catch (OutOfMemoryException)
            {
                if (!Hub.MakeRoom(ref since))
                {
                    throw;
                }
            }
        }
    }

    // The framework has long-running tasks of its own, which wait natively (the one that hands the runtime's events to EventListeners).
    private static bool BecomesGreen(Delegate start, object helper) =>
        IsUserCode(start)
        || (IsLongRunning(start.Target?.GetType() ?? start.Method.DeclaringType)
            && StartHelper.Argument(helper) is Task task
            && ActionOf(task) is { } action
            && (IsUserCode(action) || (task.AsyncState is Delegate continuation && IsUserCode(continuation)))); // what ContinueWhenAll was given

    // The target's type is at hand; the method costs reflection. It tells where the target is one of the framework's: a string, a list, a closure of an
    // expression tree.
    private static bool IsUserCode(Delegate start)
    {
        while (start.Target is Delegate inner && start.Method.Name == nameof(Action.Invoke))
        {
            start = inner; // new ThreadStart(action)
        }

        return (start.Target is { } target && IsUserCode(target.GetType().Assembly))
            || start.Method.DeclaringType is not { } type // a dynamic method
            || IsUserCode(type.Assembly);
    }

    private static bool IsUserCode(Assembly assembly)
    {
        for (Verdict? known = s_verdicts; known is not null; known = known.Next)
        {
            if (known.Assembly == assembly)
            {
                return known.IsUser;
            }
        }

        bool isUser = !IsFramework(assembly);
        if (!assembly.IsCollectible)
        {
            // The list would keep one that is to be unloaded.
            s_verdicts = new Verdict(assembly, isUser, s_verdicts);
        }

        return isUser;
    }

    private static bool IsLongRunning(Type? owner) => (owner?.DeclaringType ?? owner)?.FullName == LongRunningOwner;

    private static bool IsFramework(Assembly assembly)
    {
        if (assembly == typeof(ThreadStart).Assembly || assembly == typeof(Hub).Assembly || assembly == typeof(EventLoop).Assembly)
        {
            return true;
        }

        AssemblyName name = assembly.GetName();
        if (name.GetPublicKeyToken() is not { Length: 8 } token)
        {
            return false;
        }

        ulong key = BinaryPrimitives.ReadUInt64BigEndian(token);
        bool isSystems = Array.IndexOf(s_systemTokens, key) >= 0;
        return (isSystems && name.Name!.StartsWith("System.", StringComparison.Ordinal))
            || ((isSystems || Array.IndexOf(s_otherTokens, key) >= 0) && assembly.Location.StartsWith(s_frameworkFolder, StringComparison.Ordinal));
    }

    // .../shared/ of .../shared/Microsoft.NETCore.App/10.0.x/System.Private.CoreLib.dll; all the program's where it brings the framework along.
    private static string FrameworkFolder()
    {
        string version = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string? framework = Path.GetDirectoryName(version);
        string folder = Path.GetFileName(framework) == "Microsoft.NETCore.App" ? Path.GetDirectoryName(framework)! : version;
        return folder + Path.DirectorySeparatorChar;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_action")]
    private static extern ref Delegate? ActionOf(Task task);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_priority")]
    private static extern ref int PriorityOf(Thread self);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_isThreadPool")]
    private static extern ref bool IsThreadPoolOf(Thread self);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_name")]
    private static extern ref string? NameOf(Thread self);

    /// <summary>Whether the threads of an assembly become green.</summary>
    private sealed class Verdict(Assembly assembly, bool isUser, Verdict? next)
    {
        internal Assembly Assembly { get; } = assembly;

        internal bool IsUser { get; } = isUser;

        internal Verdict? Next { get; } = next;
    }
}
