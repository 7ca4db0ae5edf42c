using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>Exim, which takes letters, and Dovecot, which gives them out, with users for each run. All passwords are "compat".</summary>
public sealed class MailServer : Server
{
    private const int Users = 12;
    private readonly int _smtp = TcpPorts.Next();
    private readonly int _imaps = TcpPorts.Next();
    private readonly int _pop3 = TcpPorts.Next();
    private readonly int _pop3s = TcpPorts.Next();

    /// <inheritdoc/>
    public MailServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        Run("mkdir", $"{Folder}/mail", $"{Folder}/spool");
        Write("dovecot.conf", $$"""
            base_dir = {{Folder}}/run
            state_dir = {{Folder}}/state
            log_path = /dev/stderr
            protocols = imap pop3
            listen = 127.0.0.1
            default_internal_user = {{User}}
            default_login_user = {{User}}
            default_internal_group = nogroup
            first_valid_uid = 1
            ssl = yes
            ssl_cert = <{{Folder}}/server.crt
            ssl_key = <{{Folder}}/server.key
            disable_plaintext_auth = no
            mail_location = maildir:{{Folder}}/mail/%u
            mail_max_userip_connections = 500
            passdb {
              driver = static
              args = password=compat
            }
            userdb {
              driver = static
              args = uid={{User}} gid=nogroup home={{Folder}}/home/%u
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = {{_imaps}}
              }
              service_count = 0
              process_limit = 1
              client_limit = 500
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = {{_pop3}}
              }
              inet_listener pop3s {
                port = {{_pop3s}}
              }
              service_count = 0
              process_limit = 1
              client_limit = 500
            }
            service imap {
              process_limit = 500
            }

            """);
        Write("exim.conf", $$$"""
            exim_user = {{{User}}}
            exim_group = nogroup
            spool_directory = {{{Folder}}}/spool
            log_file_path = {{{Folder}}}/exim-%slog
            pid_file_path = {{{Folder}}}/exim.pid
            primary_hostname = localhost
            local_interfaces = 127.0.0.1
            tls_advertise_hosts = *
            tls_certificate = {{{Folder}}}/server.crt
            tls_privatekey = {{{Folder}}}/server.key
            acl_smtp_rcpt = rcpt
            never_users =
            deliver_drop_privilege = true
            keep_environment =
            host_lookup =
            rfc1413_query_timeout = 0s
            domainlist local_domains = localhost
            smtp_accept_max = 500
            smtp_connect_backlog = 500
            smtp_accept_queue_per_connection = 0

            begin acl
            rcpt:
              accept domains = +local_domains
              deny message = not ours

            begin routers
            all:
              driver = accept
              local_parts = dsearch,filter=dir;{{{Folder}}}/mail
              transport = mailbox

            begin transports
            mailbox:
              driver = appendfile
              directory = {{{Folder}}}/mail/$local_part_data
              maildir_format
              user = {{{User}}}
              group = nogroup

            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              server_prompts = :
              server_condition = ${if eq{$auth3}{compat}}
              server_set_id = $auth2
            login:
              driver = plaintext
              public_name = LOGIN
              server_prompts = Username:: : Password::
              server_condition = ${if eq{$auth2}{compat}}
              server_set_id = $auth1

            """);
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = $"Exim {Daemons.VersionOf("exim4", "-bV")} and Dovecot {Daemons.VersionOf("dovecot")}";

    /// <inheritdoc/>
    protected override string[] Command() =>
    [
        "sh", "-c", "\"$0\" -bdf -q2s -C \"$1/exim.conf\" -oX \"$2\" & exec \"$3\" -F -c \"$1/dovecot.conf\"",
        Daemons.Get("exim4"), Folder, $"{_smtp}", Daemons.Get("dovecot"),
    ];

    /// <inheritdoc/>
    protected override int[] Ports => [_smtp, Port, _imaps, _pop3, _pop3s];

    /// <inheritdoc/>
    protected override string[] Arrange(int run)
    {
        // Exim delivers to folders that are there, and Dovecot makes mailboxes of them.
        string prefix = $"run{run}user";
        Run(["mkdir", .. Enumerable.Range(0, Users).Select(i => $"{Folder}/mail/{prefix}{i}")]);
        return ["127.0.0.1", $"{_smtp}", $"{Port}", $"{_imaps}", $"{_pop3}", $"{_pop3s}", prefix];
    }
}
