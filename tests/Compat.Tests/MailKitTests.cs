using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("mail")]
public sealed class MailKitTests(MailServer server) : LibraryTests<MailServer>(MailKit, server)
{
    public static readonly Library MailKit = new("MailKit", "MailClients",
        new("mail-round-trip", "12 threads send by SMTP and fetch by IMAP and POP3, plain, TLS and STARTTLS", """
            sent: 36
            found: 36
            fetched: 12
            left: 0
            kept: letter 1 of 0
            """) { Threads = 12 },
        new("mail-errors", "wrong passwords, certificates, time-outs, cancelling, IMAP idle", """
            wrong password: AuthenticationException: 535: Incorrect authentication data <- SmtpCommandException: Incorrect authentication data
            not taken: SmtpCommandException: not ours
            not trusted: InvalidOperationException: SslHandshakeException
            10 x IOException: Connection timed out <- SocketException: Connection timed out
            cancelled: 10
            idle: over
            """) { Threads = 25, IsStrict = true },
        new("system-net-mail", "System.Net.Mail.SmtpClient: ten threads, STARTTLS, time-outs", """
            sent: 30
            came: 30
            not taken: SmtpFailedRecipientException: Mailbox unavailable. The server response was: not ours
            5 x SmtpException: The operation has timed out.
            """) { Threads = 15 },
        new("mail-restart", "the servers are killed and started again under ten connections", """
            please kill the server
            please start the server
            threads that saw it die: 10
            right: 10
            """) { Threads = 11, Restarts = true },
        new("system-net-mail-restart", "the server is killed and started again under ten clients of System.Net.Mail", """
            please kill the server
            please start the server
            clients that saw it die: 10
            all that were taken came: True
            a few more at most: True
            """) { Threads = 11, Restarts = true });

    public static TheoryData<string, Mode> Rows => MailKit.Rows();

    [ServerTheory("exim4", "dovecot", "pop3")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
