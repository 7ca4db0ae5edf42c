using System.Runtime.InteropServices;

/// <summary>Opening a terminal that is there, but locked: the error is the system's.</summary>
class ErrorsOfDevices : Scenario
{
    public override int Run()
    {
        int master = OpenMaster(0x102); // O_RDWR | O_NOCTTY
        int number = -1;
        if (master < 0 || Ioctl(master, 0x80045430, ref number) != 0) // TIOCGPTN
        {
            throw new InvalidOperationException("there is no pseudo-terminal");
        }

        string path = "/dev/pts/" + number;
        Outcome("read", () => File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose(), path);
        Outcome("both", () => File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose(), path);
        Outcome("write", () => File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose(), path);
        return 0;
    }

    static void Outcome(string label, Action action, string path)
    {
        try
        {
            action();
            Say(label + ": ok");
        }
        catch (Exception e)
        {
            Say(label + ": " + Describe(e).Replace(path, "the terminal") + ", " + (e.HResult & 0xffff));
        }
    }

    [DllImport("libc", EntryPoint = "posix_openpt")]
    static extern int OpenMaster(int flags);

    [DllImport("libc", EntryPoint = "ioctl")]
    static extern int Ioctl(int descriptor, ulong command, ref int value);
}
