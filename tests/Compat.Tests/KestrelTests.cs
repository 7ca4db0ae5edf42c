using System.Collections.Concurrent;
using System.Net;
using Compat.Tests.Harness;
using Compat.Tests.Servers;
using FluentAssertions;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("PostgreSQL")]
public sealed class KestrelTests(PostgresServer server) : LibraryTests<PostgresServer>(Kestrel, server)
{
    public static readonly Library Kestrel = new("Microsoft.AspNetCore.App", "HttpServers",
        new("kestrel-blocks", "Kestrel, handlers that sleep, lock, wait for tasks and ask others through blocking sockets", """
            30 x /echo: 200 echo 42
            30 x /fail: 500 
            30 x /hello: 200 hello
            30 x /lock: 200 counted
            30 x /nowhere: 404 
            30 x /sleep: 200 slept
            30 x /task: 200 waited for 7
            count: 30
            stopped
            """) { Threads = 30 },
        new("kestrel-shop", "60 customers in another process, handlers with transactions in Npgsql; with and without `+threadpool`", """
            open
            orders: 100, left: 0
            """) { Threads = 0, LeastParks = 1, Visit = Buy }) { IsOnPool = true };

    public static TheoryData<string, Mode> Rows => Kestrel.Rows();

    [ServerTheory("postgres")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);

    // There are 20 of each of five goods.
    private static void Buy(Uri shop)
    {
        using HttpClient client = new() { BaseAddress = shop, Timeout = TimeSpan.FromMinutes(2) };
        ConcurrentDictionary<HttpStatusCode, int> answers = new();
        Task.WhenAll(Enumerable.Range(0, 60).Select(async customer =>
        {
            for (int good = 1; good <= 5; good++)
            {
                using HttpResponseMessage answer = await client.PostAsync($"buy/{good}?customer={customer}", null);
                answers.AddOrUpdate(answer.StatusCode, 1, (_, n) => n + 1);
            }
            (await client.GetStringAsync("slow")).Should().Be("slept");
        })).GetAwaiter().GetResult();
        answers.Should().BeEquivalentTo(new Dictionary<HttpStatusCode, int> { [HttpStatusCode.OK] = 100, [HttpStatusCode.Conflict] = 200 });
    }
}
