using System;
using System.Net;
using System.Net.Mail;
using System.Threading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

/// <summary>The server is killed while ten clients of the framework's send letter after letter on their connections: each goes on with the same client when it is back.</summary>
class SystemNetMailRestart : MailScenario
{
    public override void Run()
    {
        const int threads = 10;
        int taken = 0;
        ServicePointManager.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            using (var client = new SmtpClient(Server[0], int.Parse(Server[1])) { EnableSsl = me % 2 == 0, Timeout = 30000 })
            {
                client.Credentials = new NetworkCredential(User(me), "compat");
                Insist(() => Send(client, me, "first", ref taken));
                ready();
                // Until it has seen the server die.
                for (bool hasFailed = false; !hasFailed;)
                {
                    try
                    {
                        Send(client, me, "another", ref taken);
                        Thread.Sleep(500);
                    }
                    catch (SmtpException)
                    {
                        hasFailed = true;
                    }
                }
                sawIt();
                Insist(() => Send(client, me, "last", ref taken));
            }
        });
        Say("clients that saw it die: " + witnesses);
        // A letter whose answer was lost may have come, too.
        using (ImapClient imap = Insist(() => OpenImap(SecureSocketOptions.None, 0)))
        {
            imap.Inbox.Open(FolderAccess.ReadOnly);
            for (int i = 0; i < 600 && imap.Inbox.Count < taken; i++)
            {
                Thread.Sleep(50);
                imap.NoOp();
            }
            Say("all that were taken came: " + (imap.Inbox.Count >= taken));
            Say("a few more at most: " + (imap.Inbox.Count <= taken + threads));
        }
    }

    bool Send(SmtpClient client, int me, string subject, ref int taken)
    {
        using (var letter = new MailMessage(User(me) + "@localhost", User(0) + "@localhost", subject, "from " + me))
        {
            client.Send(letter);
        }
        Interlocked.Increment(ref taken);
        return true;
    }
}
