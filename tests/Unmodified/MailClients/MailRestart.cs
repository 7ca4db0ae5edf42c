using System;
using System.IO;
using System.Threading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;

/// <summary>The servers are killed under connections that are in use, and come back: letters that were taken before are there, and new ones come.</summary>
class MailRestart : MailScenario
{
    public override void Run()
    {
        const int threads = 10;
        int right = 0;
        int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            Send(me, "before");
            using (ImapClient imap = OpenImap(SecureSocketOptions.None, me))
            {
                Insist(() => Letters(imap, 1));
                ready();
                // Until it has seen the server die.
                for (bool hasFailed = false; !hasFailed;)
                {
                    try
                    {
                        imap.NoOp();
                        Thread.Sleep(5);
                    }
                    catch (Exception e) when (e is IOException || e is ProtocolException || e is ServiceNotConnectedException)
                    {
                        hasFailed = true;
                    }
                }
                sawIt();
            }
            Insist(() => Send(me, "after"));
            Insist(() =>
            {
                using (ImapClient imap = OpenImap(SecureSocketOptions.StartTls, me))
                {
                    return Letters(imap, 2);
                }
            });
            Interlocked.Increment(ref right);
        });
        Say("threads that saw it die: " + witnesses);
        Say("right: " + right);
    }

    bool Send(int me, string subject)
    {
        using (SmtpClient smtp = OpenSmtp(false, me))
        {
            smtp.Send(Letter(me, me, subject, new byte[100]));
            smtp.Disconnect(true);
        }
        return true;
    }

    static bool Letters(ImapClient imap, int atLeast)
    {
        imap.Inbox.Open(FolderAccess.ReadOnly);
        imap.NoOp();
        return imap.Inbox.Count >= atLeast ? true : throw new InvalidOperationException("not all have come yet");
    }
}
