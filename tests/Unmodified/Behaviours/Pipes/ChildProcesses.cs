using System.Diagnostics;

class ChildProcesses : Scenario
{
    public override int Run()
    {
        Go(() =>
        {
            var info = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
            info.ArgumentList.Add("-c");
            info.ArgumentList.Add("while read x; do echo \"got $x\"; done; exit 3");
            using Process child = Process.Start(info);
            child.StandardInput.WriteLine("one");
            Say(child.StandardOutput.ReadLine());
            child.StandardInput.WriteLine("two");
            Say(child.StandardOutput.ReadLine());
            child.StandardInput.Close();
            child.WaitForExit();
            Say("exit code " + child.ExitCode);
            using Process sleeper = Process.Start("/bin/sleep", "5");
            Say("timeout: " + sleeper.WaitForExit(50));
            sleeper.Kill();
            sleeper.WaitForExit();
            Say("killed: " + sleeper.ExitCode);
        }).Join();
        return 0;
    }
}
