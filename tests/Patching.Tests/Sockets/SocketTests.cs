using System.Collections.Concurrent;
using FluentAssertions;

namespace Patching.Tests.Sockets;

/// <summary>Programs that know nothing of green threads print the same on stock and under GreenShim, whoever switches.</summary>
public sealed class SocketTests
{
    private static readonly ConcurrentDictionary<string, string> s_stock = new();

    [Theory]
    [InlineData("poll-and-select-edges", "stack")]
    [InlineData("poll-and-select-edges", "thread")]
    [InlineData("close-and-shutdown-edges", "stack")]
    [InlineData("close-and-shutdown-edges", "thread")]
    [InlineData("socket-error-edges", "stack")]
    [InlineData("socket-error-edges", "thread")]
    public void A_corner_case_ends_as_on_stock(string scenario, string switcher) => Compare("Behaviours.dll", scenario, switcher);

    [Theory]
    [InlineData(50000, 1, "stack")]
    [InlineData(20000, 1, "thread")]
    [InlineData(5000, 2, "stack")]
    [InlineData(5000, 3, "stack")]
    public void Random_conversations_with_random_ends_come_out_as_on_stock(int requests, int seed, string switcher) =>
        Compare("SocketTorture.dll", $"{requests} {seed}", switcher).Should().Contain("errors 0");

    private static string Compare(string program, string arguments, string switcher)
    {
        string command = $"\"{Host.PathOf(program)}\" {arguments}";
        string stock = s_stock.GetOrAdd(command, static c => Transcript(Host.Dotnet(c)));
        string green = Transcript(Host.Dotnet(
            command, "DOTNET_STARTUP_HOOKS=" + Host.PathOf("Shim.Patching.dll"), "GREENSHIM_REQUIRED=1", "GREENSHIM_SWITCHER=" + switcher));
        green.Should().Be(stock);
        return green;
    }

    private static string Transcript((int Code, string Output, string Errors) run) => $"{run.Output}{run.Errors}exit code {run.Code}";
}
