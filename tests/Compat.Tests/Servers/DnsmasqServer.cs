using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>dnsmasq, with records of all kinds below the name "test".</summary>
public sealed class DnsmasqServer : Server
{
    /// <inheritdoc/>
    public DnsmasqServer() => Start();

    /// <inheritdoc/>
    public override string Name { get; } = "dnsmasq " + Daemons.VersionOf("dnsmasq");

    /// <inheritdoc/>
    protected override string[] Command() =>
    [
        Daemons.Get("dnsmasq"), "-k", "-p", $"{Port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts",
        "--pid-file", "--conf-file=/dev/null", "--local=/test/", "--max-tcp-connections=200",
        .. Enumerable.Range(0, 50).Select(i => $"--host-record=host{i}.test,10.1.0.{i}"),
        "--mx-host=test,mail.test,10", "--txt-record=text.test,hello", "--srv-host=_web._tcp.test,host1.test,8080,1,2", "--cname=alias.test,host7.test",
        .. Enumerable.Range(0, 61).Select(i => $"--txt-record=big.test,number {i} of many records that do not fit into one datagram"),
    ];
}
