using FluentAssertions;
using Green.Audit.Graph;
using Green.Audit.Model;
using Green.Audit.Verdict;

namespace Audit.Tests;

/// <summary>The walk finds a call through whatever it is hidden in.</summary>
public class WaysTests
{
    private const string Type = "AuditFixture!AuditFixture.Ways::";

    [Theory]
    [InlineData("Directly()")]
    [InlineData("ByVirtualCall()")]
    [InlineData("ByInterface()")]
    [InlineData("ByExplicitInterface(AuditFixture.IExplicitDevice)")]
    [InlineData("ByGenericMethod()")]
    [InlineData("ByGenericType()")]
    [InlineData("ByStaticAbstract()")]
    [InlineData("ByLambda()")]
    [InlineData("ByClosure(System.Int32)")]
    [InlineData("ByMethodGroup()")]
    [InlineData("ByLocalFunction()")]
    [InlineData("ByAsyncMethod()")]
    [InlineData("ByIterator()")]
    [InlineData("ByAsyncIterator()")]
    [InlineData("ByFunctionPointer()")]
    [InlineData("ByClassConstructor()")]
    [InlineData("ByConstructor()")]
    [InlineData("ByAccessor()")]
    [InlineData("AsProtectedMethod()")]
    public void A_call_is_found(string method) => Reaches(method).Should().BeTrue();

    [Fact]
    public void A_method_that_never_waits_is_not_accused() => Reaches("Never()").Should().BeFalse();

    [Fact]
    public void Whoever_overrides_a_public_method_is_called_from_outside() => Graph(g =>
    {
        int call = Method(g, "AuditFixture!AuditFixture.PublicBase::Overridden") + g.Framework.MethodCount;
        return g.Roots.Contains(call) && Walk(g, [call]);
    }).Should().BeTrue();

    // From this one method alone, through all the rest, to the native function.
    private static bool Reaches(string method) => Graph(g => Walk(g, [Method(g, Type + method)]));

    private static bool Graph(Func<CallGraph, bool> ask)
    {
        using Framework framework = Framework.Read([Places.Fixture]);
        return ask(CallGraph.Build(framework));
    }

    private static int Method(CallGraph graph, string name) => MethodFinder.Find(graph.Framework, name).Should().ContainSingle(name).Subject;

    private static bool Walk(CallGraph graph, IEnumerable<int> start)
    {
        int wanted = graph.Natives.Single(n => n.Name == "fixture!fixture_wait").Method;
        var seen = new HashSet<int>(start);
        var stack = new Stack<int>(seen);
        while (stack.TryPop(out int node))
        {
            foreach (int callee in graph.Callees.Of(node))
            {
                if (seen.Add(callee))
                {
                    stack.Push(callee);
                }
            }
        }
        return seen.Contains(wanted);
    }
}
