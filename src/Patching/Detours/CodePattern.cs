namespace Shim.Patching.Detours;

/// <summary>Machine code with bytes that may differ (non-zero in <paramref name="ignored"/>).</summary>
internal sealed class CodePattern(byte[] bytes, byte[] ignored)
{
    internal unsafe bool Matches(nint code)
    {
        var actual = (byte*)code;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (ignored[i] == 0 && actual[i] != bytes[i])
            {
                return false;
            }
        }

        return true;
    }
}
