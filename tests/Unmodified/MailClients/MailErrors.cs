using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;

/// <summary>Wrong passwords, addresses that are not taken, certificates that are not trusted, time-outs, tokens that are cancelled.</summary>
class MailErrors : MailScenario
{
    public override void Run()
    {
        Try("wrong password", () =>
        {
            using (var client = new SmtpClient())
            {
                client.Connect(Server[0], int.Parse(Server[1]), SecureSocketOptions.None);
                client.Authenticate(User(1), "wrong");
            }
        });
        using (SmtpClient client = OpenSmtp(true, 1))
        {
            var letter = Letter(1, 1, "lost", new byte[1]);
            letter.To.Add(MimeKit.MailboxAddress.Parse("somebody@elsewhere.test"));
            Try("not taken", () => client.Send(letter));
        }
        Try("not trusted", () =>
        {
            using (var client = new ImapClient { CheckCertificateRevocation = false, ServerCertificateValidationCallback = (sender, certificate, chain, errors) => false })
            {
                try
                {
                    client.Connect(Server[0], int.Parse(Server[3]), SecureSocketOptions.SslOnConnect);
                }
                catch (SslHandshakeException e)
                {
                    throw new InvalidOperationException(e.GetType().Name);
                }
            }
        });
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        Crowd(10, me =>
        {
            using (var client = new ImapClient { Timeout = 300 })
            {
                client.Connect("127.0.0.1", port, SecureSocketOptions.None);
            }
        });
        int cancelled = 0;
        using (var cancel = new CancellationTokenSource(300))
        {
            Crowd(10, me =>
            {
                using (var client = new Pop3Client())
                {
                    try
                    {
                        client.Connect("127.0.0.1", port, SecureSocketOptions.None, cancel.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        Interlocked.Increment(ref cancelled);
                    }
                }
            });
            Say("cancelled: " + cancelled);
        }
        silent.Stop();
        Crowd(5, me =>
        {
            // Waits for news until it is told not to.
            using (var done = new CancellationTokenSource(500))
            using (ImapClient client = OpenImap(me % 2 == 0 ? SecureSocketOptions.None : SecureSocketOptions.SslOnConnect, 1))
            {
                client.Inbox.Open(MailKit.FolderAccess.ReadOnly);
                client.Idle(done.Token);
                client.NoOp();
            }
        });
        Say("idle: over");
    }
}
