using System.Reflection;
using System.Runtime.InteropServices;
using Compat.Tests.Harness;
using FluentAssertions;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

/// <summary>Large programs that others wrote and many use, whole: what they do and say is the same.</summary>
public sealed class WholeProgramTests : IDisposable
{
    private const string Said = """
        thread job 1
        thread job 2
        thread job 3
        thread job 4
        1
        4
        9
        16
        25
        36
        49
        64
        42
        a
        b
        the server heard: hello
        caught: thrown

        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("compat-programs-").FullName;

    public static TheoryData<Mode> All => [Mode.Stock, .. Modes.Shimmed];

    /// <summary>PowerShell: runspaces on threads of their own, jobs in child processes (shimmed, too), native programs in pipelines.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void PowerShell_runs_a_script(Mode mode)
    {
        string script = Path.Combine(Repository.Root, "tests", "Unmodified", "Scripts", "jobs.ps1");
        using ProgramRun run = ProgramRun.Start(mode, Path.Combine(Metadata("PowerShell"), "tools", "net10.0", "any", "unix", "pwsh.dll"), Arrange, ["-NoProfile", "-File", script]);
        run.Input.Close();
        run.WaitForExit(s_limit).Should().Be(new Outcome(Said, "to standard error", 3));
        // Six runspaces for jobs, and PowerShell's own pipeline thread.
        ShowsThreads(mode, run, 7);
    }

    /// <summary>The SDK: MSBuild with a second node, a process it talks to through named pipes; NuGet's restore; the compiler inside the build.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_SDK_builds_a_program(Mode mode)
    {
        Write("Library", "", "", "public static class Library { public static int Twice(int x) => 2 * x; }");
        Write("App", "<OutputType>Exe</OutputType>", "<ProjectReference Include=\"../Library/Library.csproj\" />", "System.Console.WriteLine(Library.Twice(20));");
        using (ProgramRun build = ProgramRun.Start(
            mode, Path.Combine(Sdk(), "dotnet.dll"), Arrange, ["msbuild", Path.Combine(_folder, "App"), "-restore", "-m:2", "-nodeReuse:false", "-nologo", "-v:q", "-tl:off", "-p:UseSharedCompilation=false"]))
        {
            build.Input.Close();
            build.WaitForExit(s_limit).Should().Be(new Outcome("", "", 0));
            // Its log's pumps, the node inside of it and who builds there, and the main thread.
            ShowsThreads(mode, build, 5);
        }

        using ProgramRun app = ProgramRun.Start(mode, Path.Combine(_folder, "App", "bin", "Debug", "net10.0", "App.dll"));
        app.WaitForExit().Should().Be(new Outcome("40\n", "", 0));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Each of the processes, for both programs start others like themselves.
    private string Report => Path.Combine(_folder, "report.%p");

    private void Arrange(System.Diagnostics.ProcessStartInfo info)
    {
        info.Environment["GREENSHIM_REPORT"] = Report;
        info.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        info.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
    }

    private void ShowsThreads(Mode mode, ProgramRun run, int atLeast)
    {
        if (mode != Mode.Stock)
        {
            ShimReport? report = ShimReport.Read(Report.Replace("%p", $"{run.Id}"));
            report.Should().NotBeNull();
            report!.Spawned.Should().BeGreaterThanOrEqualTo(atLeast, "its threads must have been green ones");
            report.Parks.Should().BeGreaterThanOrEqualTo(atLeast, "their waits must have been the hub's");
        }
    }

    private static string Metadata(string key) =>
        typeof(WholeProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    // .../dotnet/shared/Microsoft.NETCore.App/10.0.x/ is the running runtime's; .../dotnet/sdk/10.0.xxx/ the SDK's.
    private static string Sdk()
    {
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Path.Combine(root, "sdk", Metadata("SdkVersion"));
    }

    private void Write(string name, string properties, string items, string code)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Code.cs"), code);
    }
}
