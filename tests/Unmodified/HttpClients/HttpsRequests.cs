using System;
using System.Linq;
using System.Net.Http;
using System.Threading;

/// <summary>HTTPS with a certificate that only the callback knows to be good, on connections that are kept and on new ones.</summary>
class HttpsRequests : HttpScenario
{
    public override void Run()
    {
        int looked = 0, read = 0;
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) =>
            {
                Interlocked.Increment(ref looked);
                return certificate.Subject == "CN=localhost";
            },
        };
        using (var client = new HttpClient(handler))
        {
            Crowd(50, me =>
            {
                for (int i = 0; i < 3; i++)
                {
                    if (Get(client, Secure(me % 10 == 0 ? "/large" : "/hello")).Length == (me % 10 == 0 ? 300000 : 6))
                    {
                        Interlocked.Increment(ref read);
                    }
                }
            });
            Say("read: " + read);
            Say("certificates looked at: " + (looked > 0));
        }
        using (var client = new HttpClient())
        {
            try
            {
                Get(client, Secure("/hello"));
                Say("not trusted: read");
            }
            catch (HttpRequestException e)
            {
                Say("not trusted: " + e.HttpRequestError);
            }
        }
    }
}
