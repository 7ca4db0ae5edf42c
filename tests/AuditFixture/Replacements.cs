namespace AuditFixture;

/// <summary>What the tests' patch maps name as replacement.</summary>
internal static class Replacements
{
    private static nint s_original;

    internal static int Wait() => (int)s_original;
}
