using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("dnsmasq")]
public sealed class DnsClientTests(DnsmasqServer server) : LibraryTests<DnsmasqServer>(Dns, server)
{
    public static readonly Library Dns = new("DnsClient", "DnsClients",
        new("dns-queries", "50 threads, cached and not, all kinds of records", """
            right: 500
            mx: mail.test.
            txt: hello
            srv: host1.test. 8080
            alias: A host7.test., CNAME alias.test.
            reverse: host33.test.
            host entry: 10.1.0.9
            missing: NotExistentDomain
            missing, thrown: DnsResponseException: Non-Existent Domain
            """) { Threads = 50, IsStrict = true },
        new("dns-tcp", "20 threads whose answers need TCP", """
            records: 1220
            addresses: 20
            """) { Threads = 20 },
        new("dns-timeouts", "30 threads ask a server that says nothing, then the next one", """
            timed out: 30
            waited twice: True
            one after another: False
            the second server answered: 10
            """) { Threads = 40, IsStrict = true },
        new("dns-restart", "the server is killed and started again under 20 threads", """
            please kill the server
            please start the server
            threads that were not answered: 20
            right: 20
            """) { Threads = 21, Restarts = true });

    public static TheoryData<string, Mode> Rows => Dns.Rows();

    [ServerTheory("dnsmasq")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
