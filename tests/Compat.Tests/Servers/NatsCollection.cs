using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a NATS server.</summary>
[CollectionDefinition("NATS")]
public sealed class NatsCollection : ICollectionFixture<NatsServer>;
