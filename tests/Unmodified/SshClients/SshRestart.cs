using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;

/// <summary>The server is killed while commands run: each of them ends, and its client connects again.</summary>
class SshRestart : SshScenario
{
    public override void Run()
    {
        const int threads = 10;
        int right = 0;
        int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            using (SshClient client = Connect())
            {
                ready();
                try
                {
                    client.RunCommand("sleep 300").Dispose();
                }
                catch (SshConnectionException)
                {
                    sawIt();
                }
                Insist(() =>
                {
                    client.Connect();
                    return true;
                });
                using (SshCommand command = client.RunCommand("echo " + me))
                {
                    if (command.Result == me + "\n")
                    {
                        Interlocked.Increment(ref right);
                    }
                }
            }
        });
        Say("threads that saw it die: " + witnesses);
        Say("right: " + right);
    }
}
