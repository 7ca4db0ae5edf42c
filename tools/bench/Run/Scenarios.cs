using Bench.Micro;

namespace Bench.Run;

/// <summary>Everything that <c>bench run</c> can run.</summary>
internal static class Scenarios
{
    private const int LightMs = 1000;

    private static readonly Metric[] s_serverMetrics =
    [
        new(Loads.PerSecond, true), new(Loads.P50, false, "N2"), new(Loads.P99, false, "N2"), new(Loads.CpuEach, false, "N1"), new(Loads.Tasks, null), new(Loads.Rss, false),
    ];

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new MicroScenario
        {
            Name = "micro",
            Title = "Small things",
            About = "What threads do with each other, by BenchmarkDotNet: the same blocking code on stock and on green threads, and its async twin where there is one. "
                + "*switch*: two that give way to each other; *park and unpark*: two that wake each other through events (semaphores in the twin); *with a time-out*: one that "
                + "never comes; *lock hand-over*: `lock`, `Monitor.Wait` and `Pulse` in turn; *queue hand-over*: a `BlockingCollection`, or a `Channel`, of one.",
            SizeName = "operation",
            Sizes = [],
            Metrics = [new("ns", false, "N1")],
            Sides = [Sides.Green, Sides.Threads, Sides.Async],
        },
        new ServerScenario
        {
            Name = "echo",
            Title = "TCP echo",
            About = "64-byte messages, one under way on each connection. Server and client have a core each. The program in C does nothing but epoll_wait, recv and send: what it takes is the kernel's part.",
            SizeName = "connections",
            Sizes = [1, 100, 1000, 5000],
            Metrics = s_serverMetrics,
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent, Sides.C],
            Workload = "echo",
            Drive = Loads.Echo,
        },
        new ServerScenario
        {
            Name = "http",
            Title = "HTTP/1.1 plaintext",
            About = "`GET /plaintext`, keep-alive, no pipelining, driven by wrk with one thread. GreenShim and stock threads run the same plain blocking server of 100 lines, async/await "
                + "its rewrite. Kestrel, Go's net/http and gevent's pywsgi are complete web servers that do more for each request: compare with them knowing that.",
            SizeName = "connections",
            Sizes = [100, 1000],
            Metrics = s_serverMetrics,
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Kestrel, Sides.Go, Sides.Gevent],
            Needs = [Installed.Wrk],
            Workload = "http",
            Drive = Loads.Wrk,
        },
        new ServerScenario
        {
            Name = "tls",
            Title = "Echo through SslStream",
            About = "The echo of above through TLS 1.3. The client is a Go program, and is itself the limit where a server leaves it no more to do.",
            SizeName = "connections",
            Sizes = [100],
            Metrics = [.. s_serverMetrics.Where(m => m.Name != Loads.CpuEach)],
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
            Needs = [Sides.Go.Name],
            Workload = "tls",
            Arguments = () => [TestCertificate.File],
            Drive = Loads.Tls,
        },
        new ProgramScenario
        {
            Name = "postgres",
            Title = "PostgreSQL through Npgsql",
            About = "Callers that each take a connection from the pool, read one row by its key and give the connection back: Npgsql's synchronous API on green and on stock threads, its async API "
                + "beside. The server has the other core.",
            SizeName = "callers",
            Sizes = [32],
            Metrics = [new("queries/s", true), new("CPU us", false, "N1")],
            Sides = [Sides.Green, Sides.Threads, Sides.Async],
            Needs = [Installed.Postgres],
            Workload = "postgres",
            Helper = PostgresServer.Start,
            More = o => [(int)(o.Seconds * 1000)],
        },
        new ProgramScenario
        {
            Name = "fanout",
            Title = "A client of 10,000 requests",
            About = "All at once, over 1,000 connections at most, of a service (Kestrel, on the other core) that answers after 20 ms: `HttpClient.Send` on a thread for each, `HttpClient.GetStringAsync`, "
                + "Go's `http.Client`, gevent with `http.client`.",
            SizeName = "requests",
            Sizes = [10_000],
            Metrics = [new("requests/s", true), new("CPU us", false), new("peak MiB", false)],
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
            Workload = "fanout",
            Helper = StartKestrel,
        },
        new IdleScenario
        {
            Name = "idle",
            Title = "Idle connections",
            About = "Echo servers with connections that were used once: growth of the server's resident memory for each, of the kernel's stacks and page tables for each (of the whole machine), and how long connecting and "
                + "one echo took. The socket itself, in the kernel, is the same for all and not counted.",
            SizeName = "connections",
            Sizes = [5000, 10_000],
            Metrics = [new(IdleScenario.Each, false, "N1"), new(IdleScenario.Kernel, false, "N1"), new(IdleScenario.Tasks, null), new(IdleScenario.Connecting, false)],
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
        },
        new ProgramScenario
        {
            Name = "storm",
            Title = "Spawn storm",
            About = "Threads by the thousand, or the other sides' tasks, goroutines and greenlets: all held at a gate until the last one runs (*at once*), then as many that end at once, 100 at a time (*in turn*). "
                + "Time for each, from its start to its join.",
            SizeName = "threads",
            Sizes = [10_000],
            Metrics = [new("us at once", false, "N1"), new("us in turn", false, "N1"), new("peak MiB", false)],
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
            Workload = "storm",
        },
        new ProgramScenario
        {
            Name = "timers",
            Title = "A million timers",
            About = "Armed one after the other, each due one to two seconds later: the CPU time that one takes from start to end, and how late they are. Shim.Loop is our event loop by itself, as a libev program would use it; "
                + "stock is `System.Threading.Timer`, async `Task.Delay`, Go `time.AfterFunc`, gevent its loop's timers.",
            SizeName = "timers",
            Sizes = [1_000_000],
            Metrics = [new("CPU ns", false), new("arm ns", false), new("late ms p99", false, "N1"), new("peak MiB", false)],
            Sides = [Sides.Loop, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
            Workload = "timers",
        },
        new ProgramScenario
        {
            Name = "fairness",
            Title = "A light thread beside heavy ones",
            About = "The light one sleeps for a millisecond, again and again: how late does it wake up? The heavy ones send themselves messages over a socket and never have to wait for them.",
            SizeName = "heavy threads",
            Sizes = [1, 10],
            Metrics = [new("late ms p99", false, "N2"), new("late ms p50", false, "N2"), new("late ms max", false, "N2"), new("messages/s", true)],
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
            Workload = "fairness",
            More = o => [o.IsSmoke ? 200 : LightMs],
            Timeout = TimeSpan.FromSeconds(10),
        },
        new ProgramScenario
        {
            Name = "gc",
            Title = "Pauses of the garbage collector",
            About = "A collection of the youngest generation beside parked threads (none, a tenth, all of them), or beside tasks that wait: what the runtime says it stopped the process for. Of Go the pauses of a whole collection, "
                + "most of which runs beside the program.",
            SizeName = "parked",
            Sizes = [10_000],
            Metrics = [new("pause ms at all", false, "N2"), new("pause ms at a tenth", false, "N2"), new("pause ms at none", false, "N2")],
            Sides = [Sides.Green, Sides.Threads, Sides.Async, Sides.Go],
            Workload = "gc",
        },
        new ServerScenario
        {
            Name = "mixed",
            Title = "Computing beside I/O",
            About = "An echo server, one thread of which computes: 100 ms without a pause, then 20 ms of rest. What the connections see of it, with the watchdog (which lets the others go on after 20 ms, and "
                + "has the one that was late step aside by itself from then on) and without (`GREENSHIM_STRICT=1`).",
            SizeName = "connections",
            Sizes = [10],
            Metrics = [new(Loads.P99, false, "N2"), new(Loads.P50, false, "N2"), new(Loads.PerSecond, true)],
            Sides = [Sides.Green, Sides.GreenStrict, Sides.Threads, Sides.Async, Sides.Go, Sides.Gevent],
            Workload = "mixed",
            IsRestless = true,
            Drive = Loads.Echo,
        },
    ];

    private static (IDisposable Server, int Port) StartKestrel()
    {
        var server = new PinnedProcess(Sides.Kestrel.Command("http", []), PinnedProcess.LoadCore, Sides.Kestrel.Environment);
        return (server, server.AwaitPort());
    }
}
