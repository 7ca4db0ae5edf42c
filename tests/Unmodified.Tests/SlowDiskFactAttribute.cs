using Xunit;

namespace Unmodified.Tests;

/// <summary>A test that needs a file system of its own: FUSE, and the right to mount it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlowDiskFactAttribute : TheoryAttribute
{
    public SlowDiskFactAttribute()
    {
        if (!File.Exists("/dev/fuse") || Environment.UserName != "root")
        {
            Skip = "needs /dev/fuse, and root to mount it";
        }
    }
}
