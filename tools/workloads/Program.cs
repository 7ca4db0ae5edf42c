using System;
using System.Globalization;
using System.Threading.Tasks;

// What the benchmarks run: plain blocking code, and beside each its async twin ("-async"). Servers say "listening on PORT"; the others print
// lines of "name value".
static class Program
{
    static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        int Number(int i) => int.Parse(args[i]);
        switch (args[0])
        {
            case "http": HttpServer.Run(); break;
            case "http-async": await HttpServerAsync.Run(); break;
            case "http-kestrel": await KestrelServer.Run(); break;
            case "tls": TlsServer.Run(args[1]); break;
            case "tls-async": await TlsServerAsync.Run(args[1]); break;
            case "mixed": Mixed.Run(); break;
            case "mixed-async": await Mixed.RunAsync(); break;
            case "postgres": Postgres.Run(Number(1), Number(2), Number(3)); break;
            case "postgres-async": await Postgres.RunAsync(Number(1), Number(2), Number(3)); break;
            case "fanout": FanOut.Run(Number(1), Number(2)); break;
            case "fanout-async": await FanOut.RunAsync(Number(1), Number(2)); break;
            case "storm": Storm.Run(Number(1)); break;
            case "storm-async": await Storm.RunAsync(Number(1)); break;
            case "timers": Timers.Run(Number(1)); break;
            case "timers-async": await Timers.RunAsync(Number(1)); break;
            case "fairness": Fairness.Run(Number(1), Number(2)); break;
            case "fairness-async": await Fairness.RunAsync(Number(1), Number(2)); break;
            case "lookups": Lookups.Run(Number(1), Number(2)); break;
            case "gc": Collections.Run(Number(1)); break;
            case "gc-async": await Collections.RunAsync(Number(1)); break;
            default: Console.Error.WriteLine("unknown workload " + args[0]); return 64;
        }
        return 0;
    }
}
