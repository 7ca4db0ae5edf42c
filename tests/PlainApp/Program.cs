using System.Diagnostics;

// An application that references nothing of ours. Says which of our assemblies were brought in, and that sleeping still takes time.
var clock = Stopwatch.StartNew();
Thread.Sleep(30);
var guests = AppDomain.CurrentDomain.GetAssemblies().Select(static a => a.GetName().Name!).Where(static n => n.StartsWith("Shim.", StringComparison.Ordinal)).Order();
Console.WriteLine($"slept {clock.ElapsedMilliseconds >= 29} guests {string.Join(',', guests)}");
return 7;
