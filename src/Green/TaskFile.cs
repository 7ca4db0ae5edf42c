using System.Globalization;

namespace Shim.Green;

/// <summary>What the kernel says of one OS thread of this process.</summary>
internal static class TaskFile
{
    /// <summary>A file of /proc/self/task/TID; nothing where it is not to be read, or the thread has ended.</summary>
    internal static ReadOnlySpan<byte> Read(int tid, string name)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{tid}/{name}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
