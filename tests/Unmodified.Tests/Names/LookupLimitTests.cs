using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests.Names;

/// <summary>What the switches of the resolvers do.</summary>
public sealed class LookupLimitTests(NameServer server) : IClassFixture<NameServer>
{
    [NameServerTheory]
    [InlineData(LookupMode.StackAndThreadResolver)]
    [InlineData(LookupMode.ThreadAndThreadResolver)]
    public void With_a_full_pool_look_ups_queue(LookupMode mode)
    {
        (Outcome outcome, ShimReport? report) = LookupRun.Run(server, mode, info =>
        {
            info.Environment["GREENSHIM_RESOLVER_THREADS"] = "1";
            server.Enclose(info);
        }, "crowd", "5", "d200-{0}.slow.test");

        outcome.Output.Should().Be("5 x [192.0.2.99]\n");
        report!.HandOvers.Should().Be(report.RuntimeHandOvers);
        int.Parse(outcome.Error.Split(' ')[^2]).Should().BeGreaterThan(900, "one at a time, each takes 200 ms");
    }

    [NameServerTheory]
    [InlineData(LookupMode.StackAndThreadResolver)]
    [InlineData(LookupMode.StackAndAres)]
    public void A_limit_of_ones_own_ends_the_wait(LookupMode mode)
    {
        (Outcome outcome, _) = LookupRun.Run(server, mode, info =>
        {
            info.Environment["GREENSHIM_RESOLVER_TIMEOUT_MS"] = "100";
            server.Enclose(info);
        }, "crowd", "3", "d900-limit{0}.slow.test");

        outcome.Output.Should().Be("3 x SocketException TryAgain 11 11 1 Resource temporarily unavailable\n");
    }

    [NameServerTheory]
    [InlineData(LookupMode.StackAndAres)]
    [InlineData(LookupMode.ThreadAndAres)]
    public void Without_c_ares_native_threads_answer(LookupMode mode)
    {
        string[] arguments = ["names", "both.test", "www", "nothere.test"];

        (Outcome outcome, ShimReport? report) = LookupRun.Run(server, mode, info => server.Enclose(info, hidden: CaresPath()), arguments);

        outcome.Should().Be(LookupRun.Stock(server, arguments));
        report!.Resolver.Should().Be("thread");
    }

    [NameServerTheory]
    [InlineData("ares", true)]
    [InlineData("ares,thread", false)]
    public void That_c_ares_is_missing_is_said_to_who_asked_for_nothing_else(string resolvers, bool isSaid)
    {
        ProcessStartInfo info = new("dotnet", [Repository.Tool, "doctor"]) { RedirectStandardOutput = true };
        info.Environment["GREENSHIM_RESOLVER"] = resolvers;
        server.Enclose(info, hidden: CaresPath());
        using Process doctor = Process.Start(info)!;

        string said = doctor.StandardOutput.ReadToEnd();

        said.Contains("Note: GREENSHIM_RESOLVER asks for ares, but libcares.so.2 cannot be loaded: thread answers in its place", StringComparison.Ordinal).Should().Be(isSaid);
    }

    private static string CaresPath()
    {
        ProcessStartInfo info = new("/sbin/ldconfig", ["-p"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        string line = process.StandardOutput.ReadToEnd().Split('\n').First(l => l.Contains("libcares.so.2 ", StringComparison.Ordinal));
        return line[(line.IndexOf("=> ", StringComparison.Ordinal) + 3)..].Trim();
    }

    [NameServerTheory]
    [InlineData("GREENSHIM_RESOLVER", "dnspython", "GREENSHIM_RESOLVER is 'dnspython'; there is no resolver 'dnspython', only thread and ares.")]
    [InlineData("GREENSHIM_RESOLVER_THREADS", "none", "GREENSHIM_RESOLVER_THREADS is 'none'; it takes a whole number of threads from 1.")]
    [InlineData("GREENSHIM_RESOLVER_TIMEOUT_MS", "0", "GREENSHIM_RESOLVER_TIMEOUT_MS is '0'; it takes a whole number of milliseconds from 1.")]
    public void What_there_is_not_is_refused_in_a_sentence(string variable, string value, string sentence)
    {
        (Outcome outcome, _) = LookupRun.Run(server, LookupMode.StackAndThreadResolver, info =>
        {
            info.Environment[variable] = value;
            server.Enclose(info);
        }, "names", "v4.test");

        outcome.Should().Be(new Outcome("", "GreenShim: " + sentence, 2));
    }
}
