using FluentAssertions;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>The manual says what is there.</summary>
public class ManualTests
{
    private static readonly string s_root = FindRoot();
    private static readonly string[] s_manual = File.ReadAllLines(Path.Combine(s_root, "docs", "loop.md"));

    [Fact]
    public void Its_examples_are_those_that_compile()
    {
        string[] examples = Trim(File.ReadAllLines(Path.Combine(s_root, "tests", "Loop.Tests", "ManualExamples.cs")));
        List<string[]> blocks = [.. Blocks()];
        blocks.Should().HaveCountGreaterThan(15);
        foreach (string[] block in blocks)
        {
            string[] lines = Trim(block.SkipWhile(l => l.Length == 0 || l.StartsWith("using Shim", StringComparison.Ordinal)));
            bool isThere = Enumerable.Range(0, examples.Length).Any(at => examples.AsSpan(at).StartsWith(lines));
            isThere.Should().BeTrue("ManualExamples.cs has these lines:\n{0}", string.Join('\n', block));
        }
    }

    [Fact]
    public void It_has_a_section_for_each_watcher()
    {
        IEnumerable<string> watchers =
            typeof(EventLoop).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Watcher))).Select(t => t.Name);
        watchers.Should().HaveCount(13);
        foreach (string name in watchers)
        {
            s_manual.Should().Contain(l => l.StartsWith("### ", StringComparison.Ordinal) && l.Contains(name), "{0} is explained", name);
        }
    }

    [Fact]
    public void It_names_every_member_of_the_loop()
    {
        string text = string.Join('\n', s_manual);
        IEnumerable<string> names = typeof(EventLoop).GetMembers().Where(m => m.DeclaringType == typeof(EventLoop)).Select(m => m.Name)
            .Where(n => !n.StartsWith("get_", StringComparison.Ordinal) && !n.StartsWith("set_", StringComparison.Ordinal) && n != ".ctor")
            .Distinct();
        names.Where(n => !text.Contains(n, StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static string[] Trim(IEnumerable<string> lines) => [.. lines.Select(l => l.Trim())];

    private static IEnumerable<string[]> Blocks()
    {
        for (int i = 0; i < s_manual.Length; i++)
        {
            if (s_manual[i] == "```csharp")
            {
                string[] block = [.. s_manual.Skip(i + 1).TakeWhile(l => l != "```")];
                i += block.Length + 1;
                yield return block;
            }
        }
    }

    private static string FindRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Shim.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("The tests run outside the source tree.");
        }
        return directory;
    }
}
