using Xunit;

namespace Compat.Tests.Harness;

/// <summary>A theory that needs servers: skipped where they are missing and cannot be installed, never under CI.</summary>
/// <param name="daemons">The programs that it needs, of servers.txt.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="ServerTheoryAttribute"/>
    public ServerTheoryAttribute(params string[] daemons)
    {
        Skip = Daemons.WhyNot(daemons);
    }
}
