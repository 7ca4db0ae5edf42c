namespace SyncHost;

/// <summary>A thread that takes a lock again as soon as it has released it, and sleeps inside, must let a waiter in.</summary>
internal static class Starvation
{
    internal static string? Run() => Once(isGreen: true) ?? Once(isGreen: false);

    private static string? Once(bool isGreen)
    {
        object gate = new();
        bool isIn = false;
        int rounds = 0;
        Action hog = () =>
        {
            while (!Volatile.Read(ref isIn) && rounds < 5_000)
            {
                lock (gate)
                {
                    rounds++;
                    Thread.Sleep(1);
                }
            }
        };
        Thread owner = new(isGreen ? () => hog() : new Task(hog).RunSynchronously);
        owner.Start();
        while (Volatile.Read(ref rounds) == 0)
        {
            Thread.Yield();
        }

        lock (gate)
        {
            Volatile.Write(ref isIn, true);
        }

        owner.Join();
        Console.WriteLine($"let in after {rounds} rounds");
        return rounds < 5_000 ? null : "a waiter was starved by a " + (isGreen ? "green" : "native") + " thread";
    }
}
