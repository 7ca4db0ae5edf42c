using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

sealed class Worker : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(10, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("worker is told to stop");
            await Task.Delay(50);
            Console.WriteLine("worker has cleaned up");
        }
    }
}
