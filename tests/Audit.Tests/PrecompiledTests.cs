using FluentAssertions;
using Green.Audit.Model;
using Green.Audit.ReadyToRun;
using Green.Audit.Verdict;

namespace Audit.Tests;

/// <summary>What is read out of precompiled images.</summary>
public sealed class PrecompiledTests : IDisposable
{
    private readonly Framework _framework = Framework.Read([Path.GetDirectoryName(typeof(object).Assembly.Location)!]);

    public void Dispose() => _framework.Dispose();

    [Theory]
    [InlineData("System.Threading.Thread::Sleep(System.Int32)", true)]
    [InlineData("System.String::Concat(System.String,System.String)", true)]
    [InlineData("System.IO.Stream::Read(System.Byte[],System.Int32,System.Int32)", false)] // abstract
    [InlineData("System.Environment::get_CurrentManagedThreadId()", false)] // the runtime itself
    public void Methods_with_a_precompiled_body_are_told_from_others(string method, bool hasBody) =>
        CoreLibrary.HasBody(Find(method)).Should().Be(hasBody);

    [Fact]
    public void Who_inlined_a_method_is_known() =>
        CoreLibrary.Inliners(Find("System.Threading.Thread::Yield()")).Select(_framework.MethodName)
            .Should().Contain("System.Private.CoreLib!System.Threading.SpinWait::SpinOnceCore(System.Int32)")
            .And.OnlyContain(name => name.StartsWith("System.Private.CoreLib!System.Threading.", StringComparison.Ordinal));

    [Fact]
    public void An_assembly_of_IL_only_has_nothing_precompiled()
    {
        using Framework fixture = Framework.Read([Places.Fixture]);

        PrecompiledImage.Read(fixture.Images[0]).Should().BeNull();
    }

    private PrecompiledImage CoreLibrary => PrecompiledImage.Read(_framework.Find("System.Private.CoreLib")!)!;

    private int Find(string method) => MethodFinder.Find(_framework, "System.Private.CoreLib!" + method).Should().ContainSingle().Subject;
}
