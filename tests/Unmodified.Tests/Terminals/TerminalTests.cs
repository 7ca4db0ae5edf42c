using System.Collections.Concurrent;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests.Terminals;

/// <summary>
/// Programs on a real terminal, on which somebody types: the terminal shows the same, the program ends in the same way and leaves the terminal in the same
/// state on stock .NET and shimmed. Without a watchdog: what waits for the terminal must not stop the other thread.
/// </summary>
public sealed class TerminalTests
{
    private const string Worked = "[worked]";
    private const string Counted = "[counted]";
    private const string ControlC = "\x03";
    private const string ControlD = "\x04";
    private const string ControlZ = "\x1a";
    private const string ControlBackslash = "\x1c";

    private static readonly ConcurrentDictionary<string, Lazy<Outcome>> s_stock = new();

    // What is typed, each time after the terminal has shown something.
    private static readonly Dictionary<string, (string Shown, string Typed)[]> s_ways = new()
    {
        ["lines"] = [(Worked, "one\r"), ("<one>", ""), (Worked, "two\r"), ("<two>", ""), (Worked, "\r")],
        ["keys"] = [(Worked, "a"), ("key A", "\x1b[A"), ("key UpArrow", "\r"), ("key Enter", "\x01"), ("key A Control", "\x1b[15~")],
        ["echoed-key"] = [(Worked, "q")],
        ["available"] = [(Worked, "w")],
        ["characters"] = [(Worked, "xy\r")],
        ["control-c-as-input"] = [(Worked, ControlC)],
        ["presses"] = [("ready", ControlC), ("first", ControlBackslash), ("second", ControlC)],
        ["no-handler"] = [("ready", ControlC)],
        ["no-handler-in-key"] = [(Worked, ControlC)],
        ["presses-in-line"] = [(Worked, "ab"), ("ab", ControlC), ("[pressed]", "c\r")],
        ["exit-in-key"] = [],
        ["crash-in-key"] = [],
        ["return-while-key"] = [],
        ["group"] = [("ready", ControlC)],
        ["raw-timed"] = [("long", ""), (Counted, "a")],
        ["raw-at-once"] = [("ready", ""), (Counted, "p")],
        ["raw-together"] = [("ready", "a"), ("second", "bcde")],
        ["raw-fewer"] = [("ready", ""), (Counted, "xy"), ("second", ""), (Counted, "1234"), ("", "5")],
        ["child"] = [("ready", "to cat\r"), ("to cat\r\nto cat", ControlD), ("cat: 0", ""), (Worked, "to me\r")],
    };

    public static TheoryData<string, Mode> Ways()
    {
        var data = new TheoryData<string, Mode>();
        foreach (string way in s_ways.Keys)
        {
            data.Add(way, Mode.Stack);
            data.Add(way, Mode.Thread);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_terminal_sees_no_difference(string way, Mode mode) => Compare(way, mode, terminal =>
    {
        foreach ((string shown, string typed) in s_ways[way])
        {
            terminal.Await(shown);
            terminal.Type(typed);
        }
    });

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void It_is_told_of_another_size(Mode mode) => Compare("size", mode, terminal =>
    {
        terminal.Await("ready");
        terminal.Resize(120, 50);
    });

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void It_stops_and_goes_on(Mode mode) => Compare("stops", mode, terminal =>
    {
        terminal.Await("ready");
        terminal.Type(ControlZ);
        terminal.Await("shell: 148");
        // What is typed while nobody reads is shown at once: not before the program reads.
        terminal.Await(Worked);
        terminal.Type(ControlZ);
        terminal.Await("[SIGTSTP]");
        terminal.Type("k");
    }, ["-m", "-c", "\"$@\"; echo shell: $?; fg >/dev/null; echo end: $?"]);

    [Theory]
    [InlineData(Mode.Stack)]
    [InlineData(Mode.Thread)]
    public void It_is_told_when_the_line_is_cut(Mode mode) => Compare("hangs-up", mode, terminal =>
    {
        terminal.Await("ready");
        terminal.HangUp();
    });

    private static void Compare(string way, Mode mode, Action<PseudoTerminal> act, string[]? shell = null)
    {
        Outcome stock = s_stock.GetOrAdd(way, _ => new Lazy<Outcome>(() => Run(way, Mode.Stock, act, shell))).Value;

        Run(way, mode, act, shell).Should().Be(stock);
    }

    private static Outcome Run(string way, Mode mode, Action<PseudoTerminal> act, string[]? shell)
    {
        using var terminal = new PseudoTerminal();
        using ProgramRun run = ProgramRun.Start(mode, "Terminal", info =>
        {
            info.Environment["GREENSHIM_STRICT"] = "1";
            info.Environment["TERM"] = "dumb";
            // A session of its own, whose terminal it is; with a shell in between that has jobs, where one is wanted.
            string[] before = ["-c", "exec setsid --ctty \"$@\" <\"$0\" >\"$0\" 2>&1", terminal.Name, .. shell is null ? (string[])[] : ["bash", .. shell, "bash"]];
            string[] command = [.. before, info.FileName, .. info.ArgumentList];
            info.FileName = "/bin/sh";
            info.ArgumentList.Clear();
            Array.ForEach(command, info.ArgumentList.Add);
        }, [way]);
        act(terminal);
        Outcome outcome = run.WaitForExit();
        return terminal.IsHungUp
            ? outcome
            : outcome with { Error = terminal.ReadSettings() == terminal.Settings ? "as before" : terminal.ReadSettings(), Output = WithoutStacks(terminal.ReadToEnd()) };
    }

    // Of a crash's message only the first line.
    private static string WithoutStacks(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)));
}
