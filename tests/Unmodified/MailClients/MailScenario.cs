using System;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

/// <summary>Started with the server's host, its ports for SMTP, IMAP, IMAP over TLS, POP3 and POP3 over TLS, and what names of users begin with.</summary>
abstract class MailScenario : Scenario
{
    public string User(int number)
    {
        return Server[6] + number;
    }

    public SmtpClient OpenSmtp(bool tls, int user)
    {
        var client = new SmtpClient { Timeout = 30000, CheckCertificateRevocation = false };
        client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        client.Connect(Server[0], int.Parse(Server[1]), tls ? SecureSocketOptions.StartTls : SecureSocketOptions.None);
        client.Authenticate(User(user), "compat");
        return client;
    }

    public ImapClient OpenImap(SecureSocketOptions tls, int user)
    {
        var client = new ImapClient { Timeout = 30000, CheckCertificateRevocation = false };
        client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        client.Connect(Server[0], int.Parse(Server[tls == SecureSocketOptions.SslOnConnect ? 3 : 2]), tls);
        client.Authenticate(User(user), "compat");
        return client;
    }

    public Pop3Client OpenPop3(SecureSocketOptions tls, int user)
    {
        var client = new Pop3Client { Timeout = 30000, CheckCertificateRevocation = false };
        client.ServerCertificateValidationCallback = (sender, certificate, chain, errors) => certificate.Subject == "CN=localhost";
        client.Connect(Server[0], int.Parse(Server[tls == SecureSocketOptions.SslOnConnect ? 5 : 4]), tls);
        client.Authenticate(User(user), "compat");
        return client;
    }

    public MimeMessage Letter(int from, int to, string subject, byte[] attachment)
    {
        var letter = new MimeMessage();
        letter.From.Add(new MailboxAddress("From", User(from) + "@localhost"));
        letter.To.Add(new MailboxAddress("To", User(to) + "@localhost"));
        letter.Subject = subject;
        var body = new BodyBuilder { TextBody = "The text of " + subject + ".\r\n" };
        body.Attachments.Add("data.bin", attachment);
        letter.Body = body.ToMessageBody();
        return letter;
    }
}
