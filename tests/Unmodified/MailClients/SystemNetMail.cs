using System;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Threading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

/// <summary>The framework's own client: 10 threads send, half of them with STARTTLS; time-outs; addresses that are not taken.</summary>
class SystemNetMail : MailScenario
{
    public override void Run()
    {
        int sent = 0;
        ServicePointManager.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        Crowd(10, me =>
        {
            using (var client = new SmtpClient(Server[0], int.Parse(Server[1])) { EnableSsl = me % 2 == 0, Timeout = 30000 })
            {
                client.Credentials = new NetworkCredential(User(me), "compat");
                for (int i = 0; i < 3; i++)
                {
                    using (var letter = new MailMessage(User(me) + "@localhost", User(0) + "@localhost", "letter " + i + " of " + me, new string('x', me * 1000)))
                    {
                        client.Send(letter);
                        Interlocked.Increment(ref sent);
                    }
                }
            }
        });
        Say("sent: " + sent);
        using (ImapClient imap = OpenImap(SecureSocketOptions.None, 0))
        {
            imap.Inbox.Open(FolderAccess.ReadOnly);
            for (int i = 0; i < 600 && imap.Inbox.Count < sent; i++)
            {
                Thread.Sleep(50);
                imap.NoOp();
            }
            Say("came: " + imap.Inbox.Count);
        }
        using (var client = new SmtpClient(Server[0], int.Parse(Server[1])))
        {
            Try("not taken", () => client.Send(User(0) + "@localhost", "somebody@elsewhere.test", "lost", "lost"));
        }
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Crowd(5, me =>
        {
            using (var client = new SmtpClient("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port) { Timeout = 300 })
            {
                client.Send("a@localhost", "b@localhost", "lost", "lost");
            }
        });
        silent.Stop();
    }
}
