using System;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A service as the template makes it: runs until it is told to stop, then stops in good order.
static class Program
{
    static void Main(string[] args)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHostedService<Worker>();
        builder.Services.AddHostedService<Listener>();
        IHost host = builder.Build();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() => Console.WriteLine("application stopped"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("ProcessExit");
        host.Run();
        Console.WriteLine("Main returns");
    }
}
