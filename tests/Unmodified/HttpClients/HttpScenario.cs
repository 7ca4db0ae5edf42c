using System;
using System.IO;
using System.Net.Http;

/// <summary>Started with the server's host, its port, its port for HTTPS, and the folder whose files it gives out.</summary>
abstract class HttpScenario : Scenario
{
    public Uri Plain(string path)
    {
        return new Uri("http://" + Server[0] + ":" + Server[1] + path);
    }

    public Uri Secure(string path)
    {
        return new Uri("https://localhost:" + Server[2] + path);
    }

    public static string Get(HttpMessageInvoker client, Uri address)
    {
        using (HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Get, address), default))
        {
            response.EnsureSuccessStatusCode();
            return Read(response);
        }
    }

    public static string Read(HttpResponseMessage response)
    {
        using (var reader = new StreamReader(response.Content.ReadAsStream()))
        {
            return reader.ReadToEnd();
        }
    }
}
