using System.Diagnostics;
using System.Reflection;

sealed class MutexOfADeadProcess : Scenario
{
    const string Variable = "BEHAVIOURS_MUTEX";

    // The process that holds a mutex is killed the moment it has it: the other one is told so.
    public override int Run()
    {
        string theirs = Environment.GetEnvironmentVariable(Variable);
        if (theirs != null)
        {
            Hold(theirs);
            return 1;
        }
        string name = "behaviours-" + Environment.ProcessId;
        using var mutex = new Mutex(false, name);
        var info = new ProcessStartInfo(Environment.ProcessPath, new[] { Assembly.GetExecutingAssembly().Location, "mutex-of-a-dead-process" });
        info.Environment[Variable] = name;
        using Process child = Process.Start(info);
        child.WaitForExit();
        Say("killed: " + (child.ExitCode == 137));
        Outcome("wait", () => mutex.WaitOne(10_000));
        Outcome("release", mutex.ReleaseMutex);
        Outcome("wait again", () => Say("got it: " + mutex.WaitOne(0)));
        mutex.ReleaseMutex();
        return 0;
    }

    static void Hold(string name)
    {
        using Process self = Process.GetCurrentProcess();
        using var mutex = new Mutex(false, name);
        var holder = new Thread(() =>
        {
            mutex.WaitOne();
            self.Kill();
        });
        holder.Start();
        holder.Join();
    }
}
