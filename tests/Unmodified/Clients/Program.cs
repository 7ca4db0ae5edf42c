// PROGRAM SCENARIO SERVER...   runs one scenario against a server: prints what it saw
// PROGRAM --list               prints the names
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

static class Program
{
    static int Main(string[] args)
    {
        Dictionary<string, Type> scenarios = typeof(Program).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Scenario)) && !t.IsAbstract)
            .ToDictionary(t => Kebab(t.Name));
        if (args.Length == 1 && args[0] == "--list")
        {
            foreach (string name in scenarios.Keys.OrderBy(n => n, StringComparer.Ordinal))
            {
                Console.WriteLine(name);
            }
            return 0;
        }
        if (args.Length == 0 || !scenarios.TryGetValue(args[0], out Type type))
        {
            Console.Error.WriteLine("usage: SCENARIO SERVER... | --list");
            return 64;
        }
        Scenario scenario = (Scenario)Activator.CreateInstance(type);
        scenario.Server = args[1..];
        scenario.Run();
        return 0;
    }

    static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
