using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;

// Many callers, each asking for one row by its key, again and again, for a while; the connections come from Npgsql's pool.
static class Postgres
{
    const int WarmUpMs = 500;
    const string Query = "SELECT id, message FROM fortune WHERE id = $1";

    static long s_from, s_to;
    static double s_cpuFrom;

    public static void Run(int port, int callers, int milliseconds)
    {
        using NpgsqlDataSource source = Source(port, callers);
        var counts = new long[callers];
        using var ready = new CountdownEvent(callers);
        Thread[] threads = Enumerable.Range(0, callers).Select(me => new Thread(() =>
        {
            for (int i = me; Goes(me, counts); i++)
            {
                using NpgsqlConnection connection = source.OpenConnection();
                using var command = new NpgsqlCommand(Query, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = (i % 1000) + 1 } } };
                using NpgsqlDataReader reader = command.ExecuteReader();
                reader.Read();
                Check(reader.GetInt32(0) == (i % 1000) + 1 && reader.GetString(1).Length > 0);
                if (i == me)
                {
                    ready.Signal();
                }
            }
        })).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        ready.Wait();
        Thread.Sleep(WarmUpMs);
        Begin(milliseconds);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Finish(counts);
    }

    public static async Task RunAsync(int port, int callers, int milliseconds)
    {
        await using NpgsqlDataSource source = Source(port, callers);
        var counts = new long[callers];
        var ready = new TaskCompletionSource();
        int left = callers;
        Task[] tasks = Enumerable.Range(0, callers).Select(me => Task.Run(async () =>
        {
            for (int i = me; Goes(me, counts); i++)
            {
                await using NpgsqlConnection connection = await source.OpenConnectionAsync().ConfigureAwait(false);
                await using var command = new NpgsqlCommand(Query, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = (i % 1000) + 1 } } };
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
                await reader.ReadAsync().ConfigureAwait(false);
                Check(reader.GetInt32(0) == (i % 1000) + 1 && reader.GetString(1).Length > 0);
                if (i == me && Interlocked.Decrement(ref left) == 0)
                {
                    ready.SetResult();
                }
            }
        })).ToArray();
        await ready.Task;
        await Task.Delay(WarmUpMs);
        Begin(milliseconds);
        await Task.WhenAll(tasks);
        Finish(counts);
    }

    static NpgsqlDataSource Source(int port, int callers) => NpgsqlDataSource.Create(
        $"Host=127.0.0.1;Port={port};Username=bench;Database=postgres;Maximum Pool Size={callers};Max Auto Prepare=8;Auto Prepare Min Usages=1;SSL Mode=Disable;Timeout=30");

    static void Begin(int milliseconds)
    {
        s_cpuFrom = Say.CpuSeconds();
        s_from = Stopwatch.GetTimestamp();
        Volatile.Write(ref s_to, s_from + (milliseconds * Stopwatch.Frequency / 1000));
    }

    // What was done before the start is not counted: every caller has its connection, and has asked once, by then.
    static bool Goes(int me, long[] counts)
    {
        long to = Volatile.Read(ref s_to);
        if (to == 0)
        {
            return true;
        }
        if (Stopwatch.GetTimestamp() >= to)
        {
            return false;
        }
        counts[me]++;
        return true;
    }

    static void Finish(long[] counts)
    {
        double queries = counts.Sum(), seconds = Stopwatch.GetElapsedTime(s_from).TotalSeconds;
        Say.Value("queries/s", queries / seconds);
        Say.Value("CPU us", (Say.CpuSeconds() - s_cpuFrom) * 1e6 / queries);
    }

    static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("the wrong row");
        }
    }
}
