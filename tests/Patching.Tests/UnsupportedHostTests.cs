using System.Runtime.InteropServices;
using FluentAssertions;
using Shim.Green.Maps;
using Shim.Patching.Detours;

namespace Patching.Tests;

/// <summary>Trap: hosts that look alike from the outside. Facts are made up, since none of these hosts is here; the profiler's variable is real.</summary>
public class UnsupportedHostTests
{
    private static readonly HostFacts s_good = new()
    {
        IsLinux = true,
        Architecture = Architecture.X64,
        RuntimeVersion = new Version(10, 0, 12),
        IsMono = false,
        HasDynamicCode = true,
        IsMusl = false,
        IsCompositeFramework = false,
        IsProfilingRequested = false,
        IsInterpreterRequested = false,
        CoreClrPath = "/x/libcoreclr.so",
        ClrJitPath = "/x/libclrjit.so",
    };

    // GreenThread is not known to work there, either.
    private static readonly string[] s_withoutGreenThreads = ["mono", "aot", "windows", "arm64", "musl"];

    public static TheoryData<string, string> Hosts => new()
    {
        { "mono", "Mono" },
        { "aot", "NativeAOT" },
        { "windows", "operating system" },
        { "arm64", "Arm64" },
        { "net9", ".NET 9.0.1" },
        { "net11", ".NET 11.0" },
        { "musl", "musl" },
        { "single-file", "single-file" },
        { "no-jit", "libclrjit.so" },
        { "composite", "composite" },
        { "profiler", "CORECLR_ENABLE_PROFILING" },
        { "interpreter", "interpreter" },
    };

    [Fact]
    public void A_supported_host_is_not_refused() => RuntimeGate.Refusal(s_good).Should().BeNull();

    [Fact]
    public void This_process_has_the_facts_of_a_supported_host() =>
        RuntimeGate.Refusal(HostFacts.Read(ProcessMaps.Read())).Should().BeNull();

    [Theory]
    [MemberData(nameof(Hosts))]
    public void An_unsupported_host_is_refused_in_one_sentence(string host, string says)
    {
        var facts = host switch
        {
            "mono" => s_good with { IsMono = true },
            "aot" => s_good with { HasDynamicCode = false, CoreClrPath = null, ClrJitPath = null },
            "windows" => s_good with { IsLinux = false },
            "arm64" => s_good with { Architecture = Architecture.Arm64 },
            "net9" => s_good with { RuntimeVersion = new Version(9, 0, 1) },
            "net11" => s_good with { RuntimeVersion = new Version(11, 0) },
            "musl" => s_good with { IsMusl = true },
            "single-file" => s_good with { CoreClrPath = null, ClrJitPath = null },
            "no-jit" => s_good with { ClrJitPath = null },
            "composite" => s_good with { IsCompositeFramework = true },
            "profiler" => s_good with { IsProfilingRequested = true },
            _ => s_good with { IsInterpreterRequested = true },
        };
        var refusal = RuntimeGate.Refusal(facts);
        refusal.Should().Contain(says).And.NotContain("\n").And.NotContain(". ");
        refusal.Should().EndWith(s_withoutGreenThreads.Contains(host) ? "; the program runs as it always did" : "; the program runs as it always did, and GreenThread works by itself");
    }

    [Fact]
    public void Green_threads_work_where_nothing_can_be_patched()
    {
        var (code, output, error) = Host.Run("green-alone", "CORECLR_ENABLE_PROFILING=1");
        code.Should().Be(0, error);
        output.Should().Be("refused, 100 green threads done\n");
    }

    [Theory]
    [InlineData("CORECLR_ENABLE_PROFILING=1", "profiling is enabled")]
    [InlineData("DOTNET_ENABLE_PROFILING=1", "profiling is enabled")]
    [InlineData("DOTNET_Interpreter=Nothing", "the runtime's interpreter is enabled")]
    [InlineData("DOTNET_InterpMode=1", "the runtime's interpreter is enabled")]
    public void A_process_with_such_a_setting_is_refused_and_runs_unpatched(string setting, string says)
    {
        var (code, output, _) = Host.Run("patch-all", setting);
        code.Should().Be(3);
        output.Should().Contain("refused: " + says).And.Contain("GreenThread works by itself\n").And.Contain("patched False");
    }

    [Fact]
    public void Such_settings_may_say_no() =>
        Host.Pass("patch-all", "CORECLR_ENABLE_PROFILING=0", "DOTNET_ENABLE_PROFILING=0", "DOTNET_InterpMode=0").Should().Contain("patched True");
}
