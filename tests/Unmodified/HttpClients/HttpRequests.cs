using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;

/// <summary>100 threads share a client: small pages, large ones, bodies that are sent, redirects, errors.</summary>
class HttpRequests : HttpScenario
{
    public override void Run()
    {
        long characters = 0;
        using (var client = new HttpClient())
        {
            Crowd(100, me =>
            {
                for (int i = 0; i < 5; i++)
                {
                    string page = Get(client, Plain("/hello"));
                    Interlocked.Add(ref characters, page.Length);
                    var question = new HttpRequestMessage(HttpMethod.Put, Plain("/echo-method"));
                    question.Headers.Add("X-Number", me + "." + i);
                    question.Content = new ByteArrayContent(new byte[me * 1000]);
                    using (HttpResponseMessage response = client.Send(question))
                    {
                        string answer = Read(response);
                        if (answer != "PUT " + me + "." + i + "\n")
                        {
                            throw new InvalidOperationException("answered " + answer);
                        }
                    }
                }
                if (me % 10 == 0 && Get(client, Plain("/large")).Count(c => c == 'x') != 300000)
                {
                    throw new InvalidOperationException("not all came");
                }
            });
            Say("characters: " + characters);
            Say("redirected: " + Get(client, Plain("/moved")).Trim());
            using (HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, Plain("/missing"))))
            {
                Say("missing: " + response.StatusCode);
            }
            using (HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Head, Plain("/large"))))
            {
                Say("head: " + response.Content.Headers.ContentLength + ", " + Read(response).Length);
            }
            Try("an error", () => Get(client, Plain("/missing")));
            Try("nobody listens", () => Get(client, new Uri("http://127.0.0.1:1/")));
        }
    }
}
