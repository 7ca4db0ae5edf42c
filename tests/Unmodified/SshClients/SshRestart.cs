using System;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;

/// <summary>The server and all its sessions are killed while threads wait for commands.</summary>
class SshRestart : SshScenario
{
    public override void Run()
    {
        const int threads = 10;
        int sawIt = 0, wentOn = 0;
        using (var ready = new CountdownEvent(threads))
        {
            Thread asker = Go(() =>
            {
                ready.Wait();
                AskForRestart();
            });
            Crowd(threads, me =>
            {
                using (SshClient client = Connect())
                {
                    client.RunCommand("true").Dispose();
                    ready.Signal();
                    try
                    {
                        client.RunCommand("sleep 60").Dispose();
                    }
                    catch (SshException)
                    {
                        Interlocked.Increment(ref sawIt);
                    }
                }
                using (SshClient client = Insist(Connect))
                using (SshCommand command = client.RunCommand("echo " + me))
                {
                    if (command.Result == me + "\n")
                    {
                        Interlocked.Increment(ref wentOn);
                    }
                }
            });
            asker.Join();
        }
        Say("saw it die: " + sawIt);
        Say("went on: " + wentOn);
    }
}
