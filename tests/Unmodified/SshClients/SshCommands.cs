using System;
using System.Diagnostics;
using System.Threading;
using Renci.SshNet;

/// <summary>50 threads run commands of a second on five connections, all at once; exit codes, standard error, input, time-outs.</summary>
class SshCommands : SshScenario
{
    public override void Run()
    {
        int right = 0;
        var clients = new SshClient[5];
        Crowd(clients.Length, me => clients[me] = Connect());
        var clock = Stopwatch.StartNew();
        Crowd(50, me =>
        {
            using (SshCommand command = clients[me % clients.Length].RunCommand("sleep 1; echo " + me + "; echo wrong " + me + " >&2; exit " + me))
            {
                if (command.Result == me + "\n" && command.Error == "wrong " + me + "\n" && command.ExitStatus == me)
                {
                    Interlocked.Increment(ref right);
                }
            }
        });
        Say("right: " + right);
        Say("one after another: " + (clock.Elapsed.TotalSeconds > 30));
        Crowd(10, me =>
        {
            using (SshCommand command = clients[me % clients.Length].CreateCommand("sleep 60"))
            {
                command.CommandTimeout = TimeSpan.FromMilliseconds(300);
                command.Execute();
            }
        });
        using (SshCommand command = clients[0].CreateCommand("tr a-z A-Z"))
        {
            IAsyncResult result = command.BeginExecute();
            using (System.IO.Stream input = command.CreateInputStream())
            {
                input.Write(new byte[] { (byte)'h', (byte)'i', (byte)'\n' });
            }
            Say("answer: " + command.EndExecute(result).Trim());
        }
        using (SshCommand large = clients[0].RunCommand("head -c 2000000 /dev/zero | tr '\\0' x"))
        {
            Say("characters: " + large.Result.Length);
        }
        Crowd(clients.Length, me => clients[me].Dispose());
    }
}
