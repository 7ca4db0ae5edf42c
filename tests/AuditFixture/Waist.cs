namespace AuditFixture;

/// <summary>What a patch map would patch: everything that waits comes by here, but for <see cref="Bypass"/>.</summary>
internal static class Waist
{
    internal static int Wait() => Natives.Wait();

    internal static int Wait(int milliseconds) => milliseconds == 0 ? 0 : Natives.Read();
}
