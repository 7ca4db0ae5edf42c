using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a Redis.</summary>
[CollectionDefinition("Redis")]
public sealed class RedisCollection : ICollectionFixture<RedisServer>;
