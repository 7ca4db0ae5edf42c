using System.ComponentModel;
using System.Diagnostics;

sealed class ProgramOnADisk : Scenario
{
    // One thread starts a program; another gets its work done meanwhile. On a disk that can be stopped, it is: until the work is done.
    public override int Run()
    {
        string[] args = Environment.GetCommandLineArgs();
        string folder = args.Length > 2 ? args[2] : Directory.CreateTempSubdirectory("behaviours-").FullName;
        string program = Path.Combine(folder, "data");
        if (args.Length == 2)
        {
            File.WriteAllText(program, new string('x', 65536));
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        File.Exists(Path.Combine(folder, "hold"));
        Thread thread = Go(() =>
        {
            try
            {
                Process.Start(program, "argument").Dispose();
            }
            catch (Win32Exception e)
            {
                Say("no program: " + e.NativeErrorCode);
            }
        });
        Settle();
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(5);
        }
        File.Exists(Path.Combine(folder, "release"));
        thread.Join();
        if (args.Length == 2)
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }
}
