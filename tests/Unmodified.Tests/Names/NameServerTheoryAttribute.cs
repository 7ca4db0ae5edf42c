using Xunit;

namespace Unmodified.Tests.Names;

/// <summary>A theory that needs a name server: skipped where none can be started, unless GREENSHIM_TEST_DNS=1 says that one must be.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NameServerTheoryAttribute : TheoryAttribute
{
    public NameServerTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("GREENSHIM_TEST_DNS") != "1")
        {
            Skip = NameServer.Missing;
        }
    }
}
