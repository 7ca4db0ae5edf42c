using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a RabbitMQ.</summary>
[CollectionDefinition("RabbitMQ")]
public sealed class RabbitCollection : ICollectionFixture<RabbitServer>;
