using System.CommandLine;
using Green.Audit;
using Green.Audit.Report;
using Spectre.Console;

namespace Green.Commands;

/// <summary>`green audit`: whether everything that blocks is patched or explained, on the running runtime or on another one's files.</summary>
internal static class AuditCommand
{
    internal static Command Create()
    {
        var runtime = new Option<string?>("--runtime") { Description = "A framework's directory, or an unpacked runtime pack, instead of the running one.", HelpName = "PATH" };
        var json = new Option<string?>("--json") { Description = "Write everything that was found to this file, too.", HelpName = "FILE" };
        var markdown = new Option<bool>("--markdown") { Description = "Print what is patched, and what is left, as the README shows it." };
        var types = new Option<bool>("--types") { Description = "List every public type that can block, instead of a line for each namespace." };
        var map = new Option<string?>("--patchmap") { Description = "A patch map to audit in place of the built-in one; nothing is merged, so it must be complete.", HelpName = "FILE" };
        var natives = new Option<string?>("--natives") { Hidden = true };
        var reasons = new Option<string?>("--reasons") { Hidden = true };
        var shim = new Option<string?>("--shim") { Hidden = true };
        var command = new Command("audit", "Check that every path from a public API to a blocking native call is patched, or left for a reason.")
        {
            runtime, json, markdown, types, map, natives, reasons, shim,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(markdown) && parsed.GetValue(types))
            {
                parsed.AddError("--markdown and --types are two forms of one report; give one of them.");
            }
        });
        command.SetAction(parsed =>
        {
            try
            {
                string home = AppContext.BaseDirectory;
                var input = new AuditInput
                {
                    Runtime = AuditInput.FindFolders(parsed.GetValue(runtime) ?? Path.GetDirectoryName(typeof(object).Assembly.Location)!),
                    PatchMap = parsed.GetValue(map) ?? Path.Combine(home, "patchmap.json"),
                    Natives = parsed.GetValue(natives) ?? Path.Combine(home, "audit", "natives.json"),
                    Reasons = parsed.GetValue(reasons) ?? Path.Combine(home, "audit", "left.json"),
                    Shim = parsed.GetValue(shim) ?? home,
                };
                if (parsed.GetValue(markdown))
                {
                    Console.Write(MarkdownTable.Make(input));
                    return 0;
                }
                AuditResult result = Auditor.Run(input);
                if (parsed.GetValue(json) is { } file)
                {
                    File.WriteAllText(file, AuditJson.Serialize(result));
                }
                AuditReport.Print(AnsiConsole.Console, result, parsed.GetValue(types));
                return result.Findings.Count > 0 ? 1 : 0;
            }
            catch (Exception e) when (e is AuditInputException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"green audit: {e.Message.TrimEnd('.')}.");
                return Program.UsageError;
            }
        });
        return command;
    }
}
