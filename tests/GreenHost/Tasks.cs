using Shim.Green;

namespace GreenHost;

/// <summary>Waits of green threads for tasks. Nothing is patched here: a wait of the task's own would block the carrier.</summary>
internal static class Tasks
{
    internal static T Await<T>(Task<T> task)
    {
        Sleep(task);
        return task.Result;
    }

    internal static void Await(Task task)
    {
        Sleep(task);
        task.GetAwaiter().GetResult();
    }

    internal static void Sleep(Task task)
    {
        while (!task.IsCompleted)
        {
            GreenThread.Sleep(TimeSpan.FromMicroseconds(200));
        }
    }
}
