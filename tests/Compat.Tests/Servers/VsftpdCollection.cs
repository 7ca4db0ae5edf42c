using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a vsftpd.</summary>
[CollectionDefinition("vsftpd")]
public sealed class VsftpdCollection : ICollectionFixture<VsftpdServer>;
