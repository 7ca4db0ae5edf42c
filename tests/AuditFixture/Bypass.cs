namespace AuditFixture;

/// <summary>Its own ways to the native functions.</summary>
public static class Bypass
{
    public static int Wait() => Natives.Wait();

    public static int WaitOrCount(bool wait) => wait ? Waist.Wait() : Natives.Count();

    public static int OfRuntime() => Natives.OfRuntime();

    public static int ByPointer(nint function) => Natives.ByPointer(function);
}
