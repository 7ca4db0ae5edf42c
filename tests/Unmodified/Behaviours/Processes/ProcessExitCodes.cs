using System.ComponentModel;
using System.Diagnostics;

sealed class ProcessExitCodes : Scenario
{
    // How a child ended is told exactly; so is why one could not be started.
    public override int Run()
    {
        foreach (string script in new[] { "exit 0", "exit 1", "exit 42", "exit 255", "kill -HUP $$", "kill -INT $$", "kill -KILL $$", "kill -TERM $$", "kill -USR1 $$" })
        {
            using Process child = Process.Start("/bin/sh", new[] { "-c", script });
            child.WaitForExit();
            Say(script + ": " + child.ExitCode + ", " + child.HasExited + ", just now: " + (DateTime.Now - child.ExitTime < TimeSpan.FromMinutes(1)));
        }
        Fails("/no/such/program");
        Fails("/etc/passwd");
        Fails("/etc");
        Fails("no-such-program-anywhere");
        Outcome("no such folder", () => Process.Start(new ProcessStartInfo("/bin/true") { WorkingDirectory = "/no/such/folder" }).Dispose());
        Outcome("no such user", () => Process.Start(new ProcessStartInfo("/bin/true") { UserName = "nobody-of-that-name" }).Dispose());
        Outcome("no name", () => Process.Start("").Dispose());
        Script();
        return 0;
    }

    static void Fails(string program)
    {
        try
        {
            Process.Start(program, "argument").Dispose();
            Say(program + " runs");
        }
        catch (Win32Exception e)
        {
            Say(program + ": " + e.NativeErrorCode + " " + e.Message);
        }
    }

    // No interpreter is named in it, so that it can only be opened as a document.
    static void Script()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "not a program\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            Process.Start(path).Dispose();
            Say("it runs");
        }
        catch (Win32Exception e)
        {
            Say("no format: " + e.NativeErrorCode);
        }
        File.Delete(path);
    }
}
