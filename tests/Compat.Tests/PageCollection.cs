using Xunit;

namespace Compat.Tests;

/// <summary>Goes last: collections that run by themselves do so after all that run side by side.</summary>
[CollectionDefinition(nameof(PageTests), DisableParallelization = true)]
public sealed class PageCollection;
