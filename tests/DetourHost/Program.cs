using DetourHost;

// One scenario per process: a scenario that crashes takes nobody along, and each starts from an unpatched runtime.
if (args.Length == 0 || !Scenarios.All.TryGetValue(args[0], out var scenario))
{
    Console.Error.WriteLine($"scenarios: {string.Join(' ', Scenarios.All.Keys)}");
    return 2;
}

return scenario(args[1..]);
