using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

/// <summary>ASP.NET Core, whose handlers do all that they are told not to: sleep, lock, wait for tasks, and ask others through blocking sockets.</summary>
class KestrelBlocks : HttpScenario
{
    public override void Run()
    {
        TcpListener echo = StartEcho();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        object counter = new object();
        int count = 0;
        app.MapGet("/hello", () => "hello");
        app.MapGet("/sleep", () =>
        {
            Thread.Sleep(50);
            return "slept";
        });
        app.MapGet("/lock", () =>
        {
            lock (counter)
            {
                Thread.Sleep(1);
                count++;
            }
            return "counted";
        });
        app.MapGet("/task", () => "waited for " + Task.Run(() =>
        {
            Thread.Sleep(10);
            return 7;
        }).Result);
        app.MapGet("/echo", () => "echo " + AskEcho(PortOf(echo)));
        app.MapGet("/fail", string () => throw new System.InvalidOperationException("as asked"));
        app.StartAsync().Wait();
        Ask(app.Urls.Single(), 30, "/hello", "/sleep", "/lock", "/task", "/echo", "/fail", "/nowhere");
        Say("count: " + count);
        app.StopAsync().Wait();
        echo.Stop();
        Say("stopped");
    }
}
