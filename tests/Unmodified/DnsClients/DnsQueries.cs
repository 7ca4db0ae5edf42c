using System;
using System.Linq;
using System.Net;
using System.Threading;
using DnsClient;
using DnsClient.Protocol;

/// <summary>50 threads ask for names: through the client's cache and past it, all types of records, names that do not exist.</summary>
class DnsQueries : DnsScenario
{
    public override void Run()
    {
        var client = new LookupClient(Options());
        LookupClientOptions uncached = Options();
        uncached.UseCache = false;
        var direct = new LookupClient(uncached);
        int right = 0;
        Crowd(50, me =>
        {
            for (int i = 0; i < 10; i++)
            {
                int host = (me + i) % 50;
                IPAddress address = (i % 2 == 0 ? client : direct).Query("host" + host + ".test", QueryType.A).Answers.ARecords().Single().Address;
                if (address.Equals(new IPAddress(new byte[] { 10, 1, 0, (byte)host })))
                {
                    Interlocked.Increment(ref right);
                }
            }
        });
        Say("right: " + right);
        Say("mx: " + client.Query("test", QueryType.MX).Answers.MxRecords().Single().Exchange);
        Say("txt: " + string.Join(" ", client.Query("text.test", QueryType.TXT).Answers.TxtRecords().Single().Text));
        SrvRecord service = client.Query("_web._tcp.test", QueryType.SRV).Answers.SrvRecords().Single();
        Say("srv: " + service.Target + " " + service.Port);
        Say("alias: " + string.Join(", ", client.Query("alias.test", QueryType.A).Answers.Select(a => a.RecordType + " " + a.DomainName).OrderBy(a => a)));
        Say("reverse: " + client.QueryReverse(IPAddress.Parse("10.1.0.33")).Answers.PtrRecords().Single().PtrDomainName);
        Say("host entry: " + client.GetHostEntry("host9.test").AddressList.Single());
        Say("missing: " + client.Query("missing.test", QueryType.A).Header.ResponseCode);
        var throwing = Options();
        throwing.ThrowDnsErrors = true;
        Try("missing, thrown", () => new LookupClient(throwing).Query("missing.test", QueryType.A));
    }
}
