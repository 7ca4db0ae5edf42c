namespace AuditFixture.Shim;

/// <summary>A replacement.</summary>
internal static class Sleep
{
    private static nint s_original;

    internal static void For(int milliseconds) => s_original = milliseconds;
}
