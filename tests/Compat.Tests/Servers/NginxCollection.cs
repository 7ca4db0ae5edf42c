using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share an nginx.</summary>
[CollectionDefinition("nginx")]
public sealed class NginxCollection : ICollectionFixture<NginxServer>;
