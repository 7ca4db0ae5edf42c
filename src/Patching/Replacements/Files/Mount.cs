namespace Shim.Patching.Replacements.Files;

/// <summary>A line of the kernel's table of mounts.</summary>
/// <param name="point">Where it is mounted.</param>
/// <param name="isRemote">Whether somebody is asked for names there.</param>
/// <param name="order">Its place in the table: what is mounted over another one comes after it.</param>
internal sealed class Mount(string point, bool isRemote, int order)
{
    internal string Point => point;

    internal bool IsRemote => isRemote;

    internal int Order => order;

    /// <summary>Whether a full path is at or below it.</summary>
    internal bool Holds(ReadOnlySpan<char> path) =>
        path.StartsWith(point, StringComparison.Ordinal) && (path.Length == point.Length || point.Length == 1 || path[point.Length] == '/');
}
