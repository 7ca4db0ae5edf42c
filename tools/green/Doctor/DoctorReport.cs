using System.Text.RegularExpressions;
using Spectre.Console;

namespace Green.Doctor;

/// <summary>A diagnosis as people read it.</summary>
internal static partial class DoctorReport
{
    internal static void Print(IAnsiConsole console, Diagnosis d)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, 120);
        var machine = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => machine.AddRow(new Text(name), new Text(value));
        Row("system", $"{d.System} (kernel {d.Kernel}), {d.Architecture}");
        Row("C library", d.CLibrary);
        Row("runtime", d.Runtime);
        Row("FSGSBASE", d.HasFsGsBase ? "yes" : "no: the switcher stack-fs makes a system call each time");
        Row("shadow stack", d.HasShadowStack ? "on" : "off");
        foreach (SwitcherDiagnosis s in d.Switchers)
        {
            Row(s.Name + " switcher", s.Refusal is null ? "works" : "does not work here: " + s.Refusal);
        }
        Row("auto takes", d.Auto ?? (d.Switchers.Any(s => s.Refusal is null) ? "not asked, as nothing can be patched: see below" : "nothing"));
        console.Write(machine);
        console.WriteLine();
        if (d.Refusal is not null)
        {
            console.WriteLine($"Nothing can be patched: {d.Refusal}");
            return;
        }
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumn("group").AddColumn("method").AddColumn("state").AddColumn("why not");
        var alike = d.Entries.GroupBy(e => (e.Group, Shorten(e.Target))).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        foreach (EntryDiagnosis e in d.Entries)
        {
            string colour = e.State switch { "Patched" => "green", "Off" or "Waiting" => "grey", _ => "red" };
            string method = Shorten(e.Target);
            if (alike.Contains((e.Group, method)))
            {
                method += $" of {e.Target[..e.Target.IndexOf('!', StringComparison.Ordinal)].Split('.')[^1]}";
            }
            table.AddRow(new Text(e.Group), new Text(method), new Markup($"[{colour}]{e.State.ToLowerInvariant()}[/]"), new Text(e.Reason ?? ""));
        }
        console.Write(table);
        console.WriteLine($"{d.Entries.Count(e => e.State == "Patched")} of {d.Entries.Count} methods patched in {d.PatchMs:F0} ms.");
        foreach (string note in d.Notes)
        {
            console.WriteLine("Note: " + note);
        }
    }

    // "Assembly!Namespace.Type::Method(Namespace.Parameter)" without assembly and namespaces; JSON has it all.
    private static string Shorten(string target) => Qualifier().Replace(target[(target.IndexOf('!', StringComparison.Ordinal) + 1)..], "");

    [GeneratedRegex(@"\w+[.+](?=\w)")]
    private static partial Regex Qualifier();
}
