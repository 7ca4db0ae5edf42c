using System;
using System.IO;
using System.Linq;
using System.Threading;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Search;
using MailKit.Security;
using MimeKit;

/// <summary>12 threads each send themselves letters by SMTP, and fetch them by IMAP and POP3: in plain text, over TLS, and with STARTTLS.</summary>
class MailRoundTrip : MailScenario
{
    public override void Run()
    {
        int sent = 0, found = 0, fetched = 0;
        Crowd(12, me =>
        {
            byte[] attachment = new byte[me * 10000 + 1];
            new Random(me).NextBytes(attachment);
            using (SmtpClient smtp = OpenSmtp(me % 2 == 0, me))
            {
                for (int i = 0; i < 3; i++)
                {
                    smtp.Send(Letter(me, me, "letter " + i + " of " + me, attachment));
                    Interlocked.Increment(ref sent);
                }
                smtp.Disconnect(true);
            }
            var tls = new[] { SecureSocketOptions.None, SecureSocketOptions.SslOnConnect, SecureSocketOptions.StartTls }[me % 3];
            using (ImapClient imap = OpenImap(tls, me))
            {
                IMailFolder inbox = imap.Inbox;
                inbox.Open(FolderAccess.ReadWrite);
                // They are delivered after they were accepted.
                for (int i = 0; i < 600 && inbox.Count < 3; i++)
                {
                    Thread.Sleep(50);
                    imap.NoOp();
                }
                foreach (UniqueId id in inbox.Search(SearchQuery.SubjectContains("of " + me)))
                {
                    MimeMessage letter = inbox.GetMessage(id);
                    var content = new MemoryStream();
                    ((MimePart)letter.Attachments.Single()).Content.DecodeTo(content);
                    if (letter.TextBody.StartsWith("The text of letter ") && content.ToArray().AsSpan().SequenceEqual(attachment))
                    {
                        Interlocked.Increment(ref found);
                    }
                }
                inbox.AddFlags(inbox.Search(SearchQuery.SubjectContains("letter 0")), MessageFlags.Deleted, true);
                inbox.Expunge();
                IMailFolder folder = imap.GetFolder(imap.PersonalNamespaces[0]).Create("kept", true);
                inbox.MoveTo(inbox.Search(SearchQuery.SubjectContains("letter 1")), folder);
                imap.Disconnect(true);
            }
            using (Pop3Client pop = OpenPop3(tls, me))
            {
                for (int i = 0; i < pop.Count; i++)
                {
                    if (pop.GetMessage(i).Subject == "letter 2 of " + me)
                    {
                        Interlocked.Increment(ref fetched);
                    }
                    pop.DeleteMessage(i);
                }
                pop.Disconnect(true);
            }
        });
        Say("sent: " + sent);
        Say("found: " + found);
        Say("fetched: " + fetched);
        using (ImapClient imap = OpenImap(SecureSocketOptions.None, 0))
        {
            imap.Inbox.Open(FolderAccess.ReadOnly);
            Say("left: " + imap.Inbox.Count);
            IMailFolder kept = imap.GetFolder("kept");
            kept.Open(FolderAccess.ReadOnly);
            Say("kept: " + string.Join(", ", kept.Fetch(0, -1, MessageSummaryItems.Envelope).Select(m => m.Envelope.Subject)));
        }
    }
}
