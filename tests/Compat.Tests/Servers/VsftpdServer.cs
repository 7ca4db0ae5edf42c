using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>vsftpd, with a folder for each run.</summary>
public sealed class VsftpdServer : Server
{
    /// <inheritdoc/>
    public VsftpdServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        Run("mkdir", $"{Folder}/root", $"{Folder}/empty");
        Write("conf", $"""
            listen=YES
            background=NO
            listen_address=127.0.0.1
            listen_port={Port}
            run_as_launching_user=YES
            anonymous_enable=YES
            no_anon_password=YES
            anon_root={Folder}/root
            write_enable=YES
            anon_upload_enable=YES
            anon_mkdir_write_enable=YES
            anon_other_write_enable=YES
            anon_umask=022
            secure_chroot_dir={Folder}/empty
            seccomp_sandbox=NO
            allow_writeable_chroot=YES
            ssl_enable=YES
            allow_anon_ssl=YES
            force_anon_logins_ssl=NO
            force_anon_data_ssl=NO
            require_ssl_reuse=NO
            rsa_cert_file={Folder}/server.crt
            rsa_private_key_file={Folder}/server.key
            xferlog_enable=NO
            connect_from_port_20=NO

            """);
        Start();
    }

    /// <inheritdoc/>
    public override string Name => "vsftpd";

    /// <inheritdoc/>
    protected override string[] Command() => [Daemons.Get("vsftpd"), $"{Folder}/conf"];

    /// <inheritdoc/>
    protected override string[] Arrange(int run)
    {
        Run("mkdir", $"{Folder}/root/run{run}");
        return ["127.0.0.1", $"{Port}", $"run{run}"];
    }
}
