using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a dnsmasq.</summary>
[CollectionDefinition("dnsmasq")]
public sealed class DnsmasqCollection : ICollectionFixture<DnsmasqServer>;
