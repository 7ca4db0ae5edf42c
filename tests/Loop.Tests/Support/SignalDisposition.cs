namespace Shim.Loop.Tests.Support;

internal enum Disposition
{
    Default,
    Ignored,
    Caught,
}

/// <summary>What the kernel does with a signal to this process.</summary>
internal static class SignalDisposition
{
    public static Disposition Of(int signal) =>
        Has("SigCgt", signal) ? Disposition.Caught : Has("SigIgn", signal) ? Disposition.Ignored : Disposition.Default;

    private static bool Has(string set, int signal)
    {
        string line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith(set, StringComparison.Ordinal));
        return (Convert.ToUInt64(line.Split('\t')[1], 16) >> (signal - 1) & 1) != 0;
    }
}
