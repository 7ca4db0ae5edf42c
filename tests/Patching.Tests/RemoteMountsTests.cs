using FluentAssertions;
using Shim.Patching.Replacements.Files;

namespace Patching.Tests;

/// <summary>Which names somebody has to be asked for, by a table of mounts.</summary>
public class RemoteMountsTests
{
    private const string RemoteRoot = """
        21 1 0:20 / / rw - virtiofs root rw
        22 21 0:21 / /proc rw shared:1 - proc proc rw
        23 21 0:22 / /tmp rw - tmpfs tmpfs rw
        24 23 0:23 / /tmp/far\040away rw - fuse.sshfs there rw
        25 24 0:24 / /tmp/far\040away/near rw - tmpfs tmpfs rw
        """;

    private const string LocalRoot = """
        21 1 8:1 / / rw - ext4 /dev/sda1 rw
        22 21 0:21 / /proc rw - proc proc rw
        23 22 0:22 / /proc/sys/fs/binfmt_misc rw - autofs systemd-1 rw
        24 21 0:23 / /home rw - autofs auto rw
        25 24 0:24 / /home/me rw - nfs4 server:/me rw
        26 21 0:25 / /over rw - nfs4 server:/over rw
        27 26 0:26 / /over rw - tmpfs tmpfs rw
        28 21 0:27 / /shared rw - vboxsf shared rw
        """;

    [Theory]
    [InlineData("/etc/hosts", true)]
    [InlineData("/proc", false)]
    [InlineData("/proc/self/stat", false)]
    [InlineData("/process", true)]
    [InlineData("/tmp/a", false)]
    [InlineData("/tmp/far away", true)]
    [InlineData("/tmp/far away/a", true)]
    [InlineData("/tmp/far away/near/a", false)]
    public void The_innermost_mount_decides(string path, bool isRemote) => RemoteMounts.Hold(RemoteMounts.Parse(RemoteRoot), path).Should().Be(isRemote);

    [Theory]
    [InlineData("/etc/hosts", false)]
    [InlineData("/proc/sys/fs/binfmt_misc/status", false)]
    [InlineData("/home/you", true)]
    [InlineData("/home/me/a", true)]
    [InlineData("/over/a", false)]
    [InlineData("/shared/a", true)]
    public void The_last_one_at_a_place_decides(string path, bool isRemote) => RemoteMounts.Hold(RemoteMounts.Parse(LocalRoot), path).Should().Be(isRemote);

    [Fact]
    public void Where_all_are_local_there_is_nothing_to_look_at() =>
        RemoteMounts.Parse("21 1 8:1 / / rw - ext4 /dev/sda1 rw\n22 21 0:21 / /proc rw - proc proc rw\n").Should().BeEmpty();
}
