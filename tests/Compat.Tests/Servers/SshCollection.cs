using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share an OpenSSH server.</summary>
[CollectionDefinition("OpenSSH")]
public sealed class SshCollection : ICollectionFixture<SshServer>;
