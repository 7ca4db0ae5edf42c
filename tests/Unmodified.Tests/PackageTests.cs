using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Unmodified.Runs;
using Xunit;

namespace Unmodified.Tests;

/// <summary>The packages, as somebody takes them who has nothing else of us. No registry is asked, and none can be slow.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private readonly string _folder = Directory.CreateTempSubdirectory("packages-").FullName;

    // What this was built with, too: there is what ours depend on. (%3B: a semicolon in a property's value.)
    private static readonly string s_installed = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } elsewhere
        ? elsewhere
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string Packages => Path.Combine(_folder, "packages");

    private string Sources => Packages + "%3B" + s_installed;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_readmes_program_builds_with_the_package_and_serves_on_green_threads()
    {
        foreach (string project in (string[])["src/Loop", "src/Green", "src/Patching"])
        {
            Pack(project);
        }
        int port = FreePort();
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string sample = readme.Split("```csharp\n")[1].Split("```")[0];
        sample.Should().Contain("7000");
        Write("Program.cs", sample.Replace("7000", $"{port}", StringComparison.Ordinal));
        Write("App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="GreenShim" Version="*-*" />
              </ItemGroup>
            </Project>
            """);
        Dotnet(_folder, "build", "App.csproj", "-o", "out", "-v", "q", $"-p:RestoreSources={Sources}");
        using ProgramRun app = ProgramRun.Start(Mode.Stock, Path.Combine(_folder, "out", "App.dll"), info => info.Environment["GREENSHIM_DUMP"] = "USR1", []);
        using TcpClient first = Connect(port);
        using TcpClient second = Connect(port);

        string[] heard = [Echo(first, "hello"), Echo(second, "hello, too")];
        app.Signal("USR1");
        string dump = app.WaitForError(said => said.Contains("Socket.Receive", StringComparison.Ordinal));
        app.Signal("TERM");
        Outcome end = app.WaitForExit();

        heard.Should().Equal("hello", "hello, too");
        dump.Should().StartWith("GreenShim: ").And.Contain(": Socket.Accept\n").And.Contain(": Socket.Receive\n");
        (end.Output, end.ExitCode).Should().Be(("", 143));
        ServesFromASingleFile(port);
    }

    // Which has no patch map beside it.
    private void ServesFromASingleFile(int port)
    {
        Dotnet(
            _folder, "publish", "App.csproj", "-o", "single", "-v", "q", "-r", "linux-x64", "--no-self-contained", "-p:PublishSingleFile=true", $"-p:RestoreSources={Sources}");
        File.Delete(Path.Combine(_folder, "single", "patchmap.json"));
        ProcessStartInfo start = new(Path.Combine(_folder, "single", "App"));
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        using Process app = Process.Start(start)!;
        using TcpClient client = Connect(port);

        string heard = Echo(client, "hello");
        app.Kill();
        app.WaitForExit();

        heard.Should().Be("hello", "PatchAll throws where it cannot patch");
    }

    [Fact]
    public void The_tool_installs_and_runs_a_program()
    {
        Pack("tools/green");
        string tools = Path.Combine(_folder, "tools");
        Dotnet(_folder, "tool", "install", "GreenShim.Tool", "--tool-path", tools, "--source", Packages);

        (int code, string said) = Run(_folder, Path.Combine(tools, "green"), "run", Repository.Program("Behaviours"), "exit-code-from-main");

        (code, said).Should().Be((42, "returning 42\n"));
        Directory.GetFiles(tools, "EchoServer*.dll", SearchOption.AllDirectories).Should().HaveCount(2, "the demo needs its servers");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static TcpClient Connect(int port)
    {
        long from = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new TcpClient("127.0.0.1", port);
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(from) < TimeSpan.FromSeconds(60))
            {
                // It does not listen yet.
                Thread.Sleep(50);
            }
        }
    }

    private static string Echo(TcpClient client, string text)
    {
        using StreamWriter writer = new(client.GetStream(), leaveOpen: true) { AutoFlush = true };
        using StreamReader reader = new(client.GetStream(), leaveOpen: true);
        writer.WriteLine(text);
        return reader.ReadLine()!;
    }

    private void Pack(string project) =>
        Dotnet(Path.Combine(Repository.Root, project), "pack", "-c", s_configuration, "--no-build", "-o", Packages, "-v", "q");

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void Dotnet(string folder, params string[] arguments)
    {
        (int code, string said) = Run(folder, "dotnet", arguments);
        code.Should().Be(0, said);
    }

    private (int Code, string Said) Run(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // No package of ours stays behind, to be taken for a newer one of the same version.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "cache");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
