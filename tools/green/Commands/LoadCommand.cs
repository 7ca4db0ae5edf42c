using System.CommandLine;
using System.Text.Json;
using Green.Load;

namespace Green.Commands;

/// <summary>`green load`: the demo's load generator, as the process of its own that it must be. Hidden, because only the demo and the benchmarks start it.</summary>
internal static class LoadCommand
{
    internal static Command Create()
    {
        var port = new Option<int>("--port") { Required = true, Description = "The echo server's port on 127.0.0.1." };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 100 };
        var warmup = new Option<double>("--warmup") { DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 3 };
        var size = new Option<int>("--size") { DefaultValueFactory = _ => 64, Description = "Bytes of a message, 8 or more." };
        var spin = new Option<bool>("--spin") { Description = "Poll without sleeping." };
        var pid = new Option<int>("--pid") { Description = "The server's process id, to report its CPU time, threads and memory." };
        var command = new Command("load", "Drive an echo server and print one line of JSON.") { port, connections, warmup, seconds, size, spin, pid };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            LoadResult result = LoadRunner.Run(new LoadOptions
            {
                Port = parsed.GetValue(port),
                Connections = parsed.GetValue(connections),
                WarmupSeconds = parsed.GetValue(warmup),
                Seconds = parsed.GetValue(seconds),
                MessageSize = Math.Max(sizeof(ulong), parsed.GetValue(size)),
                Spins = parsed.GetValue(spin),
                ServerPid = parsed.GetValue(pid),
            });
            Console.WriteLine(JsonSerializer.Serialize(result, LoadJson.Default.LoadResult));
            return result.Error is null ? 0 : 1;
        });
        return command;
    }
}
