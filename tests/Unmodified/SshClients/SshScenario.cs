using System;
using Renci.SshNet;

/// <summary>Started with the server's host, its port, the user's name, the file of the user's key, and a folder of the server's that is the run's own.</summary>
abstract class SshScenario : Scenario
{
    public ConnectionInfo Info()
    {
        return new ConnectionInfo(Server[0], int.Parse(Server[1]), Server[2], new PrivateKeyAuthenticationMethod(Server[2], new PrivateKeyFile(Server[3])))
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public SshClient Connect()
    {
        var client = new SshClient(Info());
        client.Connect();
        return client;
    }

    public SftpClient ConnectSftp()
    {
        var client = new SftpClient(Info());
        client.Connect();
        return client;
    }
}
