using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Green.Doctor;
using Green.Run;
using Shim.Green;
using Spectre.Console;

namespace Green.Commands;

/// <summary>`green doctor`: what this machine and runtime support, and why not.</summary>
internal static class DoctorCommand
{
    private const string DisableVariable = "GREENSHIM_DISABLE";

    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var patchMap = new Option<string?>("--patchmap") { Description = "A patch map of your own, to be looked at, too.", HelpName = "FILE" };
        var probe = new Option<string?>("--probe") { Hidden = true };
        var command = new Command("doctor", "Say what this machine and runtime support, entry by entry, and why not.") { json, patchMap, probe };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(probe) is { } one)
            {
                return Probe(one);
            }
            bool isDisabled = PutAsideDisable();
            // Asked before this process is patched: afterwards its own waits for a child are no longer everybody's.
            SwitcherDiagnosis[] switchers = [Ask("stack-fs"), Ask("stack-tls"), Ask("thread")];
            Diagnosis diagnosis = Examination.Run(parsed.GetValue(patchMap)) with { Switchers = switchers };
            if (isDisabled)
            {
                diagnosis = diagnosis with { Notes = [.. diagnosis.Notes, $"{DisableVariable} is set, and was put aside for this: with it, nothing is patched."] };
            }
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(diagnosis, DoctorJson.Default.Diagnosis));
            }
            else
            {
                DoctorReport.Print(AnsiConsole.Console, diagnosis);
            }
            return diagnosis.IsHealthy ? 0 : 1;
        });
        return command;
    }

    // What it keeps from being tried would look as if it worked. A value that is none is refused as ever.
    private static bool PutAsideDisable()
    {
        if (Environment.GetEnvironmentVariable(DisableVariable) is not ("1" or "true"))
        {
            return false;
        }
        Environment.SetEnvironmentVariable(DisableVariable, null);
        return true;
    }

    // One hub a process, and a switcher that fails its self-test may take the process with it: each is tried in a process of its own. Without a
    // patch: what keeps this process from being patched is no reason against a switcher, on which green threads run all the same.
    private static int Probe(string switcher)
    {
        try
        {
            _ = Hub.StartDefault(new HubOptions { Switcher = switcher });
            GreenThread.Spawn(() => GreenThread.Sleep(TimeSpan.FromMilliseconds(1))).Join();
            return 0;
        }
        catch (Exception e)
        {
            Console.WriteLine(e.Message.Split('\n')[0].TrimEnd());
            return 1;
        }
    }

    private static SwitcherDiagnosis Ask(string switcher)
    {
        var info = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "green.dll"), "doctor", "--probe", switcher])
        {
            info.ArgumentList.Add(argument);
        }
        using Process child = Process.Start(info)!;
        child.ErrorDataReceived += (_, _) => { };
        child.BeginErrorReadLine();
        string said = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        string? refusal = child.ExitCode == 0 ? null : said.Length > 0 ? said : $"its self-test ended the process with exit code {child.ExitCode}";
        return new SwitcherDiagnosis(switcher, refusal);
    }
}
