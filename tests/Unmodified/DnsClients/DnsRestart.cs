using System;
using System.Linq;
using System.Net;
using System.Threading;
using DnsClient;

/// <summary>The server is killed under 20 threads that ask, half of them over TCP: they give up on a question, and are answered when it is back.</summary>
class DnsRestart : DnsScenario
{
    public override void Run()
    {
        const int threads = 20;
        int right = 0;
        int witnesses = CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            LookupClientOptions options = Options();
            options.UseCache = false;
            options.UseTcpOnly = me % 2 == 0;
            options.Timeout = TimeSpan.FromSeconds(2);
            options.Retries = 0;
            var client = new LookupClient(options);
            Insist(() => Ask(client, me));
            ready();
            // Until it has seen the server die.
            for (bool hasFailed = false; !hasFailed;)
            {
                try
                {
                    Ask(client, me);
                    Thread.Sleep(50);
                }
                catch (DnsResponseException)
                {
                    hasFailed = true;
                }
            }
            sawIt();
            if (Insist(() => Ask(client, me)).Equals(new IPAddress(new byte[] { 10, 1, 0, (byte)me })))
            {
                Interlocked.Increment(ref right);
            }
        });
        Say("threads that were not answered: " + witnesses);
        Say("right: " + right);
    }

    static IPAddress Ask(LookupClient client, int host)
    {
        return client.Query("host" + host + ".test", QueryType.A).Answers.ARecords().Single().Address;
    }
}
