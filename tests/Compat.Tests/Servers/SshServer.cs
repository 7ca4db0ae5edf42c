using System.Diagnostics;
using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>OpenSSH, with a folder for each run. It lets in whom it runs as: somebody with a plain shell and no settings, when we are root.</summary>
public sealed class SshServer : Server
{
    private static readonly Lazy<string> s_user = new(AddUser);

    /// <inheritdoc/>
    public SshServer()
    {
        Run(Daemons.Get("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", $"{Folder}/host");
        Run(Daemons.Get("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", $"{Folder}/key");
        Write("conf", $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {Folder}/host
            AuthorizedKeysFile {Folder}/key.pub
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PidFile none
            MaxStartups 500
            MaxSessions 200
            UseDNS no
            Subsystem sftp internal-sftp

            """);
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = "OpenSSH " + Daemons.VersionOf("sshd", "-V");

    /// <inheritdoc/>
    protected override string User => s_user.Value;

    /// <inheritdoc/>
    protected override string[] Command() => [Daemons.Get("sshd"), "-D", "-e", "-f", $"{Folder}/conf"];

    /// <inheritdoc/>
    protected override string[] Arrange(int run)
    {
        Run("mkdir", $"{Folder}/run{run}");
        return ["127.0.0.1", $"{Port}", User, $"{Folder}/key", $"{Folder}/run{run}"];
    }

    private static string AddUser()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return Environment.UserName;
        }
        string name = $"compat-{Environment.ProcessId}";
        using Process add = Process.Start("useradd", ["--system", "--no-create-home", "--home-dir", "/tmp", "--shell", "/bin/sh", name]);
        add.WaitForExit();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            using Process delete = Process.Start("userdel", ["--force", name]);
            delete.WaitForExit();
        };
        return name;
    }
}
