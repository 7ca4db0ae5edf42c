using System.Reflection;

// Waits FAMILY...        runs every wait of a family: one thread waits, another works meanwhile, and then ends the wait
// Waits FAMILY.NAME...   runs one
static class Program
{
    const int Turns = 20;

    // Some waits end by their own time, and a busy machine takes its own for a turn.
    const int TurnsBeside = 5;

    static int Main(string[] args)
    {
        foreach (string arg in args)
        {
            string[] parts = arg.Split('.');
            MethodInfo[] waits = typeof(Wait).Assembly.GetType(parts[0] + "Waits")?
                .GetMethods(BindingFlags.Static | BindingFlags.Public)
                .Where(m => m.ReturnType == typeof(Wait) && (parts.Length == 1 || m.Name == parts[1]))
                .ToArray() ?? [];
            if (waits.Length == 0)
            {
                Console.Error.WriteLine("usage: Waits FAMILY... | FAMILY.NAME...");
                return 64;
            }
            foreach (MethodInfo make in waits)
            {
                Run(make.Name, (Wait)make.Invoke(null, null));
            }
        }
        return 0;
    }

    static void Run(string name, Wait wait)
    {
        string got = null;
        int turns = 0, beside = 0;
        var waiter = new Thread(() => got = Outcome(wait.Block));
        var worker = new Thread(() =>
        {
            while (turns < Turns)
            {
                Thread.Sleep(2);
                turns++;
                if (waiter.IsAlive)
                {
                    beside++;
                }
            }
            wait.Release();
        });
        waiter.Start();
        worker.Start();
        waiter.Join();
        worker.Join();
        Console.WriteLine($"{name}: waited {beside >= TurnsBeside}, the other thread did {turns} turns, then: {got}");
    }

    static string Outcome(Func<string> block)
    {
        try
        {
            return block();
        }
        catch (Exception e)
        {
            return e.GetType().Name + ": " + e.Message;
        }
    }
}
