using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("OpenSSH")]
public sealed class SshTests(SshServer server) : LibraryTests<SshServer>(Ssh, server)
{
    public static readonly Library Ssh = new("SSH.NET", "SshClients",
        new("ssh-commands", "50 commands of a second at once on five connections; time-outs; input", """
            right: 50
            one after another: False
            10 x SshOperationTimeoutException: Command 'sleep 60' timed out. (CommandTimeout: 00:00:00.3000000).
            answer: HI
            characters: 2000000
            """) { Threads = 70 },
        new("sftp-transfers", "32 threads send and fetch files over SFTP", """
            the same: 32
            files: 32, moved: 32, bytes: 4960032
            lines: 1000
            missing: not found
            deleted: True
            """) { Threads = 32 },
        new("ssh-shells", "shells, forwarded ports, a server that says nothing, a wrong user", """
            answered: 50
            forwarded: 10
            5 x SshOperationTimeoutException: Socket read operation has timed out after 300 milliseconds.
            a password instead: SshAuthenticationException: No suitable authentication method found to complete authentication (publickey,keyboard-interactive).
            """) { Threads = 40 },
        new("ssh-restart", "the server is killed and started again under ten commands", """
            please kill the server
            please start the server
            threads that saw it die: 10
            right: 10
            """) { Threads = 11, Restarts = true });

    public static TheoryData<string, Mode> Rows => Ssh.Rows();

    [ServerTheory("sshd")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
