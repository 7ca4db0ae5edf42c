using System.Reflection;
using Shim.Green;

namespace GreenHost;

/// <summary>
/// Runs one scenario in a process of its own, on the switcher that the environment names: a green thread that goes wrong takes the
/// process with it, not the test run. Prints "ok" last when all held.
/// </summary>
internal static class Program
{
    internal static readonly List<Thread> Foreground = [];

    private static int Main(string[] args)
    {
        Dictionary<string, MethodInfo> scenarios = Scenarios();
        if (args is ["--list"])
        {
            Console.WriteLine(string.Join('\n', scenarios.Keys.Order(StringComparer.Ordinal)));
            return 0;
        }

        if (args[0].Contains("before_the_hub", StringComparison.Ordinal))
        {
            NativeIdentityScenarios.TakeBefore();
        }

        if (args[0].StartsWith("Scarce.", StringComparison.Ordinal))
        {
            // The console starts a thread when it is used first.
            Console.WriteLine("begin");
        }

        Hub.Default.EnlistCurrent();
        object? result = scenarios[args[0]].Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        Console.WriteLine("ok");
        return result is int code ? code : 0;
    }

    internal static Dictionary<string, MethodInfo> Scenarios()
    {
        Dictionary<string, MethodInfo> found = [];
        foreach (Type type in typeof(Program).Assembly.GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                if (type.Name.EndsWith("Scenarios", StringComparison.Ordinal))
                {
                    found.Add($"{type.Name[..^"Scenarios".Length]}.{method.Name}", method);
                }
            }
        }

        return found;
    }
}
