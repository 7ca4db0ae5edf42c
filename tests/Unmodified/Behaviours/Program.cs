// Behaviours NAME     runs one scenario: prints what it saw, and ends with its exit code
// Behaviours --list   prints the names
//
// Every scenario uses the base class library as any program would, and prints the same on every run.
static class Program
{
    static int Main(string[] args)
    {
        var scenarios = typeof(Scenario).Assembly.GetTypes()
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
            Console.Error.WriteLine("usage: Behaviours NAME | --list");
            return 64;
        }
        return ((Scenario)Activator.CreateInstance(type)).Run();
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
