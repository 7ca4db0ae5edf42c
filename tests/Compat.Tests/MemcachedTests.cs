using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

[Collection("memcached")]
public sealed class MemcachedTests(MemcachedServer server) : LibraryTests<MemcachedServer>(Memcached, server)
{
    public static readonly Library Memcached = new("TcpClient", "MemcachedClients",
        new("memcached-values", "memcached's text protocol on 200 connections: values, counters, compare-and-swap", """
            counter: 1000
            swapped: 10
            missing: True
            too large: SERVER_ERROR object too large for cache
            """) { Threads = 200, IsStrict = true },
        new("memcached-restart", "the server is killed and started again under 50 threads", """
            please kill the server
            please start the server
            saw it die: 50
            found it empty, and used it: 50
            """) { Threads = 50, Restarts = true });

    public static TheoryData<string, Mode> Rows => Memcached.Rows();

    [ServerTheory("memcached")]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
