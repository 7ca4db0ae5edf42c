using FluentAssertions;
using Shim.Patching.Replacements.Files;

namespace Patching.Tests;

/// <summary>Which kernels' reads with RWF_NOWAIT tell the end of a file from what is not at hand.</summary>
public class NoWaitReadsTests
{
    [Theory]
    [InlineData("4.14.336", true)]
    [InlineData("5.8.18", true)]
    [InlineData("5.9.0", false)]
    [InlineData("5.9.16", false)]
    [InlineData("5.10.16.3", false)]
    [InlineData("5.10.247", false)]
    [InlineData("5.11.0", true)]
    [InlineData("5.15.0", true)]
    [InlineData("6.9.0", true)]
    [InlineData("6.10.14", true)]
    public void Two_versions_of_the_kernel_do_not(string kernel, bool tells) => NoWaitReads.TellTheEndOn(Version.Parse(kernel)).Should().Be(tells);

    [Fact]
    public void The_version_is_the_running_kernels() =>
        File.ReadAllText("/proc/sys/kernel/osrelease").Should().StartWith(Environment.OSVersion.Version.ToString(2) + ".");
}
