using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace Unmodified.Tests.Names;

/// <summary>Look-ups find what they find on stock threads, fail as they do there, and let other green threads go on.</summary>
public sealed class LookupTests(NameServer server) : IClassFixture<NameServer>
{
    private static readonly string[] s_names =
    [
        "both.test", "v4.test", "v6.test", "many.test", "crowded.test", "alias.test", "chain.test", "dangling.test", "txt.test", "www", "www.corp.test", "case.test",
        "CASE.TEST", "Both.Test", "both.test.", "nothere.test", "nothere", "refused.example", "a.b.wild.test", "localhost", "LOCALHOST", "localhost.",
        "foo.localhost", "foo.invalid", "foo.onion", "filed.test", "filed-alias.test", "FILED.test", "lo.test", "127.0.0.1", "::1", "127.1", "1.2.3",
        "256.1.1.1", "0.0.0.0", "::", "[::1]", "::1%lo", "fe80::1%nosuch", "bad..name", ".lead", ".", "-dash.test", "under_score.wild.test", "münchen.test",
        "xn--mnchen-3ya.wild.test", "", " ", "a b.test", "both.test ", "filed.corp.test", "alias",
        Long(64) + ".test", Long(63) + ".test", Long(255), Long(256), $"{Long(63)}.{Long(63)}.{Long(63)}.{Long(61)}", $"{Long(63)}.{Long(63)}.{Long(63)}.{Long(55)}.test",
    ];

    private static readonly string[] s_addresses =
    [
        "192.0.2.1", "192.0.2.4", "192.0.2.200", "192.0.2.201", "192.0.2.99", "192.0.2.50", "2001:db8::1", "2001:db8::50", "127.0.0.1", "::1",
        "::ffff:192.0.2.4", "8.8.8.8", "fe80::1%1", "0.0.0.0",
    ];

    public static TheoryData<LookupMode> Modes => [.. Enum.GetValues<LookupMode>()];

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Names_mean_what_they_mean_on_stock(LookupMode mode) => IsAsOnStock(mode, ["names", .. s_names]).Output.Should().Contain("both.test entry: both.test [");

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void The_names_of_this_machine_are_those_of_stock(LookupMode mode) => IsAsOnStock(mode, "names", System.Net.Dns.GetHostName(), "");

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Addresses_have_the_names_of_stock(LookupMode mode) =>
        IsAsOnStock(mode, ["addresses", .. s_addresses]).Output.Should().Contain("192.0.2.4: v4.test [192.0.2.4] aliases []");

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Connections_go_by_name(LookupMode mode) =>
        IsAsOnStock(mode, "connect", "lo.test", "localhost", "LOCALHOST", "nothere.test", "127.0.0.1").Output.Should().Contain("lo.test Socket: True");

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Errors_of_name_servers_are_those_of_stock(LookupMode mode)
    {
        // Nine questions are never answered.
        string settings = server.SettingsWith("timeout:1 attempts:1");
        string[] arguments = ["names", "servfail.slow.test", "notimp.slow.test", "refused.slow.test", "nx.slow.test", "formerr.slow.test", "drop.slow.test"];

        IsAsOnStock(mode, settings, arguments).Output.Should().Contain("drop.slow.test: SocketException TryAgain");
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Others_go_on_while_names_are_looked_up(LookupMode mode)
    {
        (Outcome outcome, ShimReport? report) = LookupRun.Run(server, mode, null, "crowd", "20", "d500-{0}.slow.test");

        outcome.Output.Should().Be("20 x [192.0.2.99]\n");
        report!.HandOvers.Should().Be(report.RuntimeHandOvers);
        report.Lookups.Should().Be(20);
        report.Resolver.Should().Be(LookupRun.ResolverOf(mode));
        // Half a second, in which another thread sleeps for a millisecond, again and again.
        Ticks(outcome).Should().BeGreaterThan(50);
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Names_are_found_however_many_are_asked_for_at_once(LookupMode mode)
    {
        // A server that is asked too much at once drops questions: they are asked again.
        (Outcome outcome, ShimReport? report) = LookupRun.Run(
            server, mode, info => server.Enclose(info, server.SettingsWith("timeout:1 attempts:5")), "crowd", "1000", "n{0}.wild.test");

        outcome.Output.Should().Be("1000 x [192.0.2.77]\n");
        report!.HandOvers.Should().Be(report.RuntimeHandOvers);
        report.Lookups.Should().Be(1000);
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void Who_asks_the_same_shares_the_answer(LookupMode mode)
    {
        string name = $"d900-{mode}.slow.test";

        (Outcome outcome, ShimReport? report) = LookupRun.Run(
            server, mode, info => server.Enclose(info, $"nameserver {server.Address}\n"), "same", "100", name);

        outcome.Output.Should().Be($"100 x {name} [192.0.2.99] aliases []\n");
        report!.SharedLookups.Should().BeGreaterThan(50);
        server.Asked(name).Should().Be((int)(report.Lookups - report.SharedLookups));
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void A_dead_name_server_is_given_up_as_on_stock(LookupMode mode)
    {
        // Nobody listens there.
        string[] arguments = ["names", "one.test", "two"];
        string settings = "nameserver 127.54.0.1\noptions timeout:1 attempts:2\n";

        IsAsOnStock(mode, settings, arguments).Output.Should().Contain("one.test: SocketException TryAgain");
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void A_silent_name_server_is_given_up_when_stock_gives_it_up(LookupMode mode)
    {
        string settings = $"nameserver {server.Address}\noptions timeout:1 attempts:2\n";
        (TimeSpan stockTime, Outcome stock) = Timed(null);
        (TimeSpan time, Outcome shimmed) = Timed(mode);

        shimmed.Output.Should().Be(stock.Output).And.Be("1 x SocketException TryAgain 11 11 1 Resource temporarily unavailable\n");
        time.Should().BeGreaterThan(stockTime / 2).And.BeLessThan(stockTime * 2);

        (TimeSpan, Outcome) Timed(LookupMode? how)
        {
            var clock = Stopwatch.StartNew();
            Outcome outcome = LookupRun.Run(server, how, info => server.Enclose(info, settings), "same", "1", "drop.slow.test").Outcome;
            return (clock.Elapsed, outcome);
        }
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void A_malformed_resolv_conf_means_what_it_means_to_stock(LookupMode mode)
    {
        string settings = $"""
            nonsense
            nameserver
            nameserver not.an.address
            {new string('x', 5000)}
            search
            options
            options ndots:many timeout: attempts:x
              nameserver 127.54.0.1
            ; comment
            # comment
            nameserver {server.Address}   trailing
            options timeout:1 attempts:1 unheard-of
            search corp.test
            """;
        string[] arguments = ["names", "both.test", "www", "nothere.test", "nothere"];

        IsAsOnStock(mode, settings, arguments).Output.Should().Contain("both.test entry: both.test [");
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void A_dot_count_decides_what_is_tried_first(LookupMode mode)
    {
        string settings = $"nameserver {server.Address}\nsearch corp.test test wild.test\noptions ndots:3\n";
        string[] arguments = ["names", "www", "both", "a.b", "nothere.", "many.test", "alias", "v6"];

        IsAsOnStock(mode, settings, arguments);
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void A_change_of_hosts_is_seen_at_once(LookupMode mode)
    {
        // The file is written where the program sees it.
        string[] arguments = ["edit", "/etc/hosts", "new.wild.test", "127.0.0.1 localhost", "192.0.2.60 new.wild.test"];

        Outcome shimmed = IsAsOnStock(mode, arguments);

        shimmed.Output.Should().Be("before: [192.0.2.77]\nafter: [192.0.2.60]\n");
    }

    [NameServerTheory]
    [MemberData(nameof(Modes))]
    public void A_change_of_resolv_conf_is_seen_at_once(LookupMode mode)
    {
        string[] arguments = ["edit", "/etc/resolv.conf", "www", $"nameserver {server.Address}", "search wild.test"];

        Outcome shimmed = IsAsOnStock(mode, arguments);

        shimmed.Output.Should().Be("before: [192.0.2.80]\nafter: [192.0.2.77]\n");
    }

    private static int Ticks(Outcome outcome) => int.Parse(outcome.Error.Split(' ')[1]);

    private static string Long(int length) => new('a', length);

    private Outcome IsAsOnStock(LookupMode mode, params string[] arguments) => IsAsOnStock(mode, server.Settings, arguments);

    private Outcome IsAsOnStock(LookupMode mode, string resolvConf, string[] arguments)
    {
        Outcome stock = LookupRun.Run(server, null, info => server.Enclose(info, resolvConf), arguments).Outcome;

        Outcome shimmed = LookupRun.Run(server, mode, info => server.Enclose(info, resolvConf), arguments).Outcome;

        shimmed.Should().Be(stock);
        return shimmed;
    }
}
