using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a PostgreSQL.</summary>
[CollectionDefinition("PostgreSQL")]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;
