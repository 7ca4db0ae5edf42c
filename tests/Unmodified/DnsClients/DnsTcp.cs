using System.Linq;
using System.Threading;
using DnsClient;

/// <summary>Answers that do not fit into a datagram come over TCP; so do all where it is asked for.</summary>
class DnsTcp : DnsScenario
{
    public override void Run()
    {
        int records = 0, addresses = 0;
        var client = new LookupClient(Options());
        LookupClientOptions tcp = Options();
        tcp.UseTcpOnly = true;
        tcp.UseCache = false;
        var direct = new LookupClient(tcp);
        Crowd(20, me =>
        {
            Interlocked.Add(ref records, client.Query("big.test", QueryType.TXT).Answers.TxtRecords().Count());
            Interlocked.Add(ref addresses, direct.Query("host" + me + ".test", QueryType.A).Answers.ARecords().Count());
        });
        Say("records: " + records);
        Say("addresses: " + addresses);
    }
}
