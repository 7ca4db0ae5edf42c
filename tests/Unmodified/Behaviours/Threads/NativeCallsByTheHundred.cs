using System.Runtime.InteropServices;

/// <summary>Hundreds of threads in calls of a native library that do not return, and the rest of the program, which goes on.</summary>
class NativeCallsByTheHundred : Scenario
{
    public override int Run()
    {
        int arrived = 0;
        for (int i = 0; i < 300; i++)
        {
            var thread = new Thread(() =>
            {
                Interlocked.Increment(ref arrived);
                Pause();
            });
            thread.IsBackground = true;
            thread.Start();
        }
        while (Volatile.Read(ref arrived) < 300)
        {
            Thread.Sleep(1);
        }
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(5);
        }
        Say("all there, and main went on");
        return 0;
    }

    [DllImport("libc", EntryPoint = "pause")]
    static extern int Pause();
}
