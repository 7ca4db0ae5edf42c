using FluentAssertions;
using Green.Audit.Data;
using Green.Audit.Graph;
using Green.Audit.Model;

namespace Audit.Tests;

/// <summary>The list of native functions against the functions that there are.</summary>
public class CatalogTests
{
    [Fact]
    public void Every_function_in_the_list_is_in_some_runtime()
    {
        var known = new HashSet<string>();
        foreach (string version in Places.PackVersions)
        {
            using Framework framework = Framework.Read(Green.Audit.AuditInput.FindFolders(Places.Pack(version)));
            known.UnionWith(CallGraph.Build(framework).Natives.Select(n => n.Name));
        }

        NativeCatalog catalog = NativeCatalog.Read(Places.Natives);

        catalog.Names.Should().HaveCountGreaterThan(1000).And.BeSubsetOf(known);
    }
}
