using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a memcached.</summary>
[CollectionDefinition("memcached")]
public sealed class MemcachedCollection : ICollectionFixture<MemcachedServer>;
