using FluentAssertions;
using Green.Audit;
using Green.Audit.Verdict;

namespace Audit.Tests;

/// <summary>The audit of real runtimes: the running one, and those of the runtime packs, of which no process runs.</summary>
public class RuntimeTests
{
    public static TheoryData<string> Versions => [.. Places.PackVersions];

    private static string Running => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    [Fact]
    public void On_the_running_runtime_everything_that_blocks_is_patched_or_explained()
    {
        AuditResult result = Auditor.Run(Input(Running));

        Texts(result).Should().BeEmpty();
        result.Runtime.Should().Be(Environment.Version.ToString());
        result.Coverage.Should().Contain(c => c.Name == "System.Net.Sockets.NetworkStream" && c.Groups.Contains("sockets"))
            .And.Contain(c => c.Name == "System.Threading.SemaphoreSlim" && c.Groups.Contains("monitors"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void So_it_is_on_another_patch_version(string version)
    {
        AuditResult result = Auditor.Run(Input(Places.Pack(version)));

        result.Runtime.Should().Be(version);
        Texts(result).Should().BeEmpty();
    }

    [Fact]
    public void What_is_wrong_about_a_map_and_its_replacements_is_said_of_a_real_runtime()
    {
        using var files = new FixtureAudit();
        string fixture = Places.Output("tests/AuditFixture.Shim");
        File.WriteAllText(files.PathOf("map.json"), """
            { "verifiedOn": ["10.0.12"], "groups": { "own": "the test's" }, "patches": [
              { "group": "own", "target": "System.Private.CoreLib!System.Threading.Thread::Yield()", "replacement": "AuditFixture.Shim.Sleep::For" } ] }
            """);
        File.WriteAllText(files.PathOf("reasons.json"), """{ "neverWaits": [], "left": [], "notPatchedYet": [], "inlined": [] }""");

        AuditResult result = Auditor.Run(Input(Running) with { Shim = fixture, PatchMap = files.PathOf("map.json"), Reasons = files.PathOf("reasons.json") });

        Texts(result, "inlined").Should().Contain(t => t.Contains("Thread::Yield() is inlined in precompiled System.Private.CoreLib!System.Threading.SpinWait::SpinOnceCore(", StringComparison.Ordinal));
        Texts(result, "accessor").Select(t => t[(t.IndexOf("not there: ", StringComparison.Ordinal) + 11)..]).Should().BeEquivalentTo(
            "System.Net.Sockets.SocketAsyncContext has no field _noSuchField",
            "the field System.Net.Sockets.SocketAsyncContext._socket is of type System.Net.Sockets.SafeSocketHandle, not System.Net.Sockets.Socket",
            "System.Net.Sockets.SocketAsyncContext has no System.Void SetHandleNonBlocking(System.Int32), only System.Void SetHandleNonBlocking()",
            "System.Net.Sockets.SocketAsyncContext has no System.Void SetHandleNonBlocking(), only System.Void SetHandleNonBlocking()",
            "there is no type System.Net.Sockets.NoSuchType, System.Net.Sockets",
            "System.Threading.Monitor has no method Wait(System.Runtime.CompilerServices.ObjectHandleOnStack,System.Int64)",
            "System.Threading.Thread has no method NoSuchMethod()",
            "there is no type System.Threading.NoSuchType",
            "Interop+Kernel32, System.Private.CoreLib has no P/Invoke inside NoSuchFunction",
            "System.Threading.Thread has no field _noSuchField");
        Texts(result, "layout").Should().BeEquivalentTo(
            "the runtime's description of its layout has no MethodDesc.NoSuchField", "the runtime's description of its layout has no global NoSuchGlobal");
        Texts(result, "path").Should().Contain(t => t.StartsWith("System.Private.CoreLib!System.Threading.Thread::Sleep(System.Int32) reaches QCall!ThreadNative_Sleep", StringComparison.Ordinal));
    }

    private static AuditInput Input(string runtime) => new()
    {
        Runtime = AuditInput.FindFolders(runtime),
        PatchMap = Places.PatchMap,
        Natives = Places.Natives,
        Reasons = Places.Reasons,
        Shim = Places.Output("src/Patching"),
    };

    private static IEnumerable<string> Texts(AuditResult result, string? kind = null) =>
        result.Findings.Where(f => kind is null || f.Kind == kind).Select(f => f.Text);
}
