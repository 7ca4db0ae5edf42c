using Xunit;

namespace Compat.Tests.Servers;

/// <summary>Tests that share a mail server.</summary>
[CollectionDefinition("mail")]
public sealed class MailCollection : ICollectionFixture<MailServer>;
