using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace Bench.Micro;

/// <summary>The async twins of <see cref="BlockingMicro"/>, where there is one.</summary>
public class AsyncMicro
{
    private const int Times = BlockingMicro.Times;

    /// <summary>Two tasks that give way to each other.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task Switch() => Two(static async _ =>
    {
        for (int i = 0; i < Times / 2; i++)
        {
            await Task.Yield();
        }
    });

    /// <summary>A task that does nothing.</summary>
    [Benchmark(OperationsPerInvoke = BlockingMicro.Spawns)]
    public async Task Spawn()
    {
        for (int i = 0; i < BlockingMicro.Spawns; i++)
        {
            await Task.Run(static () => { });
        }
    }

    /// <summary>Two tasks that wake each other in turn.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task ParkUnpark() => Semaphores(Timeout.Infinite);

    /// <summary>The same with a time-out that never comes.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task Timer() => Semaphores(BlockingMicro.TimeoutMs);

    /// <summary>One task gives numbers to another through a channel that holds one.</summary>
    [Benchmark(OperationsPerInvoke = Times)]
    public Task QueueHandOver()
    {
        var channel = Channel.CreateBounded<int>(1);
        return Two(async me =>
        {
            for (int i = 0; i < Times; i++)
            {
                if (me == 0)
                {
                    await channel.Writer.WriteAsync(i);
                }
                else
                {
                    await channel.Reader.ReadAsync();
                }
            }
        });
    }

    private static async Task Semaphores(int timeout)
    {
        using SemaphoreSlim first = new(1), second = new(0);
        await Two(async me =>
        {
            (SemaphoreSlim mine, SemaphoreSlim others) = me == 0 ? (first, second) : (second, first);
            for (int i = 0; i < Times / 2; i++)
            {
                await mine.WaitAsync(timeout);
                others.Release();
            }
        });
    }

    private static Task Two(Func<int, Task> body) => Task.WhenAll(Task.Run(() => body(0)), Task.Run(() => body(1)));
}
