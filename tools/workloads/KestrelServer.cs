using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// ASP.NET Core with nothing but the two answers: /plaintext at once, /wait after 20 ms.
static class KestrelServer
{
    static readonly byte[] Hello = "Hello, World!"u8.ToArray();

    public static async Task Run()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Path == "/wait")
            {
                await Task.Delay(20);
            }
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = Hello.Length;
            await context.Response.Body.WriteAsync(Hello);
        });
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>().Addresses.First();
        Console.WriteLine("listening on " + new Uri(address).Port);
        await app.WaitForShutdownAsync();
    }
}
