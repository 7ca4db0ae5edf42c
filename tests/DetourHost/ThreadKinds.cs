using System.Linq.Expressions;
using System.Reflection.Emit;
using Shim;
using Shim.Green;

namespace DetourHost;

/// <summary>Every way in which a program can make a thread of its own code gives a green one.</summary>
internal static class ThreadKinds
{
    private static bool s_wasGreen;

    internal static int Run(string[] args)
    {
        GreenShim.PatchAll();
        Action action = Note;
        Action<object?> withArgument = static _ => Note();
        WaitCallback callback = static _ => Note();
        Dictionary<string, ThreadStart> starts = new()
        {
            ["a method"] = Note,
            ["a lambda that captures"] = () => Note(args),
            ["a delegate of a delegate"] = new ThreadStart(action),
            ["a delegate's Invoke"] = action.Invoke,
            ["a delegate of a delegate of a delegate"] = new ThreadStart(new ThreadStart(action).Invoke),
            ["an extension of a string"] = "x".Note,
            ["an extension of a list"] = new List<int>().Note,
            ["an extension of a delegate"] = action.Note,
            ["a class of its own"] = new Derived().Run,
            ["an expression tree"] = Expression.Lambda<ThreadStart>(Expression.Call(((Action)Note).Method)).Compile(),
            ["a dynamic method"] = Emit(),
            ["two methods"] = (ThreadStart)Delegate.Combine(new ThreadStart(Note), new ThreadStart(Note)),
            ["reflection"] = ((Action)Note).Method.CreateDelegate<ThreadStart>(),
        };
        foreach ((string how, ThreadStart start) in starts)
        {
            Check(how, new Thread(start), static thread => thread.Start());
        }

        Check("a delegate with an argument", new Thread(new ParameterizedThreadStart(withArgument)), static thread => thread.Start(1));
        Check("another kind of delegate", new Thread(callback.Invoke), static thread => thread.Start(1));
        var tasks = Task.Factory;
        var done = new[] { Task.CompletedTask };
        Check("a long task", () => tasks.StartNew(Note, default, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Check("a long task of a delegate", () => tasks.StartNew(new Action(action), default, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Check("what follows a task", () => done[0].ContinueWith(static _ => Note(), default, TaskContinuationOptions.LongRunning, TaskScheduler.Default));
        Check("what follows all", () => tasks.ContinueWhenAll(done, static _ => Note(), default, TaskContinuationOptions.LongRunning, TaskScheduler.Default));
        Check("what follows any", () => tasks.ContinueWhenAny(done, static _ => Note(), default, TaskContinuationOptions.LongRunning, TaskScheduler.Default));
        Console.WriteLine("all green");
        return 0;
    }

    private static void Check(string how, Thread thread, Action<Thread> start)
    {
        s_wasGreen = false;
        start(thread);
        thread.Join();
        Engine.Require(s_wasGreen, $"a thread of {how} is green");
    }

    private static void Check(string how, Func<Task> start)
    {
        s_wasGreen = false;
        start().Wait();
        Engine.Require(s_wasGreen, $"a thread of {how} is green");
    }

    private static void Note() => s_wasGreen = GreenThread.Current is not null;

    private static void Note(this object receiver) => Note();

    private static ThreadStart Emit()
    {
        var method = new DynamicMethod("emitted", null, Type.EmptyTypes, typeof(ThreadKinds).Module, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Call, ((Action)Note).Method);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<ThreadStart>();
    }

    private sealed class Derived : List<string>
    {
        internal void Run() => Note();
    }
}
