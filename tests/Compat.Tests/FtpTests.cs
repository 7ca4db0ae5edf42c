using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("vsftpd")]
public sealed class FtpTests(VsftpdServer server) : LibraryTests<VsftpdServer>(Ftp, server)
{
    public static readonly Library Ftp = new("FtpWebRequest", "FtpClients",
        new("ftp-transfers", "20 threads send, fetch, rename, list; a certificate that is not trusted", """
            the same: 20
            files: 20, renamed: 10
            lines: 20
            size: 40001
            missing: ActionNotTakenFileUnavailable
            not trusted: AuthenticationException
            """) { Threads = 20, IsStrict = true },
        new("ftp-timeouts", "a server that says nothing", """
            timed out: 10
            """) { Threads = 10 },
        new("ftp-restart", "the server is killed and started again under ten uploads", """
            please kill the server
            please start the server
            uploads that ended: 10
            right: 10
            """) { Threads = 11, Restarts = true });

    public static TheoryData<string, Mode> Rows => Ftp.Rows();

    [ServerTheory("vsftpd")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
