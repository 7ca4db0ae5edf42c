/// <summary>Work on a disk, which another thread does not wait for. A disk that can be stopped is: from a look for "hold" to one for "release".</summary>
abstract class DiskScenario : Scenario
{
    /// <summary>One thread acts; another does its work meanwhile, and only then lets the disk go on.</summary>
    public static void During(string disk, string what, Action action)
    {
        File.Exists(Path.Combine(disk, "hold"));
        Thread thread = Go(action);
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(5);
        }
        File.Exists(Path.Combine(disk, "release"));
        thread.Join();
        Say(what + ": done");
    }
}
