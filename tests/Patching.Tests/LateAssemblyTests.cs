using FluentAssertions;

namespace Patching.Tests;

/// <summary>An assembly that the program does not use is not loaded for its patches, and one that it uses is patched before its first call.</summary>
public sealed class LateAssemblyTests
{
    [Theory]
    [MemberData(nameof(Host.Settings), MemberType = typeof(Host))]
    public void Its_methods_are_patched_when_it_is_loaded(string settings) =>
        Host.Pass("late", settings).Should().Be("before: waiting True loaded False\nfirst call: patched True poll False\nafter: waiting 0 patched True\n");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void One_that_another_thread_loads_during_PatchAll_does_not_wait_for_ever(int milliseconds) =>
        Host.Pass($"loaded-meanwhile {milliseconds}").Should().Be("waiting 0\n");

    [Fact]
    public void What_is_loaded_in_the_background_keeps_the_watchdog_from_nothing() =>
        Host.Pass("load-handlers").Should().Be("another one runs while Main is in native code: True\n");

    [Fact]
    public void Who_loads_one_does_not_wait_for_a_handler_on_another_thread() =>
        Host.Pass("late held").Should().EndWith("meanwhile: waiting 1\nafter: waiting 0\n");

    [Fact]
    public void A_handler_that_calls_PatchAll_in_the_middle_of_it_is_refused() =>
        Host.Pass("nested-patch-all").Should().Be(
            "PatchRefusedException: PatchAll is under way on this thread (is this a handler of AssemblyLoad, or AssemblyResolve?)\npatched True True\n");

    [Fact]
    public void Eager_loads_it_at_once() =>
        Host.Pass("late", "GREENSHIM_EAGER=1").Should().Be("before: waiting False loaded True\nfirst call: patched True poll False\nafter: waiting 0 patched True\n");

    [Fact]
    public void A_group_that_is_off_stays_off() =>
        Host.Pass("late", "GREENSHIM_GROUPS=-sockets").Should().Contain("after: waiting 0 patched False");

    [Fact]
    public void After_an_undo_nothing_waits_any_more() => Host.Pass("late undo").Should().Contain("undone: patched False");
}
