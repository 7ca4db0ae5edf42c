using System.Runtime.CompilerServices;

namespace GreenHost;

/// <summary>Assertions that name themselves.</summary>
internal static class Check
{
    internal static void That(bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw new InvalidOperationException("does not hold: " + what);
        }
    }

    internal static void Equal<T>(T actual, T expected, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new InvalidOperationException($"{what} is {actual}, not {expected}");
        }
    }
}
