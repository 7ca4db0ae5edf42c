using FluentAssertions;
using Shim.Patching.Replacements.Names;

namespace Patching.Tests;

/// <summary>Which names are asked for, in which order, and what all failures together mean: glibc's rules, without a name server.</summary>
public class NameSearchTests
{
    [Theory]
    [InlineData("host", "", "host")]
    [InlineData("host", "search a.test b.test", "host.a.test host.b.test host")]
    [InlineData("host.x", "search a.test", "host.x host.x.a.test")]
    [InlineData("host.x", "search a.test\noptions ndots:2", "host.x.a.test host.x")]
    [InlineData("host.", "search a.test", "host.")]
    [InlineData("host", "domain a.test\nsearch b.test", "host.b.test host")]
    [InlineData("host", "search b.test\ndomain a.test", "host.a.test host")]
    [InlineData("host", "search a.test.\n search c.test", "host.a.test host")]
    public void Names_are_asked_for_in_the_order_of_glibc(string name, string resolvConf, string expected)
    {
        NameSearch search = Search(name, resolvConf);
        List<string> asked = [];
        while (search.Next() is { } next)
        {
            asked.Add(next);
            search.Failed(AresErrors.NotFound);
        }

        string.Join(' ', asked).Should().Be(expected);
        search.Error.Should().Be(ResolverError.NoName);
    }

    [Theory]
    [InlineData("host", new[] { AresErrors.NoData, AresErrors.NotFound, AresErrors.ServerFailure }, ResolverError.NoName)]
    [InlineData("host", new[] { AresErrors.ServerFailure, AresErrors.NotFound, AresErrors.NotFound }, ResolverError.TryAgain)]
    [InlineData("host", new[] { AresErrors.NotFound, AresErrors.NotFound, AresErrors.ServerFailure }, ResolverError.TryAgain)]
    [InlineData("host", new[] { AresErrors.ConnectionRefused }, ResolverError.TryAgain)]
    [InlineData("host", new[] { 12, AresErrors.NotFound }, ResolverError.NoName)] // no answer in time: the rest of the list is left out
    [InlineData("host.x", new[] { AresErrors.ServerFailure, AresErrors.NotFound, AresErrors.NoData }, ResolverError.TryAgain)]
    public void What_failed_first_and_how_decides(string name, int[] statuses, int expected)
    {
        NameSearch search = Search(name, "search a.test b.test");
        foreach (int status in statuses)
        {
            search.Next().Should().NotBeNull();
            search.Failed(status);
        }

        search.Next().Should().BeNull();
        search.Error.Should().Be(expected);
    }

    [Theory]
    [InlineData("", "127.0.0.1", 5, 2, 10_000)]
    [InlineData("nameserver 192.0.2.1\nnameserver\t2001:db8::1 # comment\nnameserver x\n nameserver 192.0.2.2\nnameserver 192.0.2.3;\nnameserver 192.0.2.4", "192.0.2.1 2001:db8::1 192.0.2.3", 5, 2, 28_000)]
    [InlineData("options timeout:1 attempts:9\noptions timeout:99", "127.0.0.1", 30, 5, 150_000)]
    [InlineData("options timeout:x attempts:3abc\nnameserver 192.0.2.1\nnameserver 192.0.2.2", "192.0.2.1 192.0.2.2", 0, 3, 6_000)]
    public void Settings_are_read_as_glibc_reads_them(string resolvConf, string servers, int timeout, int attempts, int patience)
    {
        ResolvConf conf = ResolvConf.Parse(resolvConf, null, null, "machine");

        string.Join(' ', conf.Servers).Should().Be(servers);
        conf.Timeout.Should().Be(timeout);
        conf.Attempts.Should().Be(attempts);
        conf.PatienceMilliseconds.Should().Be(patience);
        conf.IsBeyondAres.Should().BeFalse();
    }

    [Theory]
    [InlineData("options ndots:0", 0)]
    [InlineData("options ndots:15", 15)]
    [InlineData("options ndots:16", 15)]
    [InlineData("options ndots:99999999999", 15)]
    [InlineData("options ndots:-1", 0)]
    public void Dots_have_a_limit(string resolvConf, int dots) => ResolvConf.Parse(resolvConf, null, null, "machine").Dots.Should().Be(dots);

    [Theory]
    [InlineData(0, ResolverError.None)]
    [InlineData(AresErrors.NoData, ResolverError.NoName)]
    [InlineData(2, ResolverError.NoName)] // a server that did not understand the question
    [InlineData(AresErrors.ServerFailure, ResolverError.TryAgain)]
    [InlineData(AresErrors.NotFound, ResolverError.NoName)]
    [InlineData(8, ResolverError.NoName)] // no name that could be asked for
    [InlineData(9, ResolverError.Family)]
    [InlineData(AresErrors.ConnectionRefused, ResolverError.TryAgain)]
    [InlineData(12, ResolverError.TryAgain)] // no answer in time
    [InlineData(15, ResolverError.Memory)]
    public void Errors_are_those_of_glibc(int status, int expected) => AresErrors.ToResolverError(status).Should().Be(expected);

    [Theory]
    [InlineData("options no-aaaa")]
    [InlineData("options no-tld-query")]
    [InlineData("options attempts:0")]
    [InlineData("nameserver fe80::1%1")]
    public void What_c_ares_cannot_do_is_left_to_the_system(string resolvConf) =>
        ResolvConf.Parse(resolvConf, null, null, "machine").IsBeyondAres.Should().BeTrue();

    [Fact]
    public void The_environment_and_the_host_name_fill_in()
    {
        ResolvConf.Parse("", null, null, "machine.corp.test").Domains.Should().Equal("corp.test");
        ResolvConf.Parse("search a.test", "ndots:3 rotate", "b.test c.test", "machine").Should().Match<ResolvConf>(c =>
            c.Domains.SequenceEqual(new[] { "b.test", "c.test" }) && c.Dots == 3 && c.Rotates);
    }

    private static NameSearch Search(string name, string resolvConf) => new(name, ResolvConf.Parse(resolvConf, null, null, "machine"));
}
