using System.Globalization;

namespace Shim.Patching.Replacements.Names;

/// <summary>Which resolver answers.</summary>
internal static class ResolverChoice
{
    internal const string Variable = "GREENSHIM_RESOLVER";
    internal const string ThreadsVariable = "GREENSHIM_RESOLVER_THREADS";
    internal const string TimeoutVariable = "GREENSHIM_RESOLVER_TIMEOUT_MS";

    // On stock every blocked thread has a look-up under way. With fewer at a time, those behind a dead name server wait for one another; a
    // native thread that waits in recvfrom costs little.
    private const int DefaultThreads = 64;

    private static readonly string[] s_known = ["thread", "ares"];
    private static Resolver? s_resolver;
    private static int s_threads = DefaultThreads;

    /// <summary>The one that was chosen. Any thread.</summary>
    internal static Resolver Resolver => Volatile.Read(ref s_resolver) ?? Create();

    /// <summary>What the chosen one is called.</summary>
    internal static string Name { get; private set; } = s_known[0];

    /// <summary>How long a look-up may take; -1 for as long as the resolver's own settings let it, which is what stock does.</summary>
    internal static long TimeoutNanoseconds { get; private set; } = -1;

    /// <summary>Reads the environment.</summary>
    /// <param name="names">Resolvers, the preferred one first; null for the default.</param>
    /// <returns>What is not as it was asked for, or null.</returns>
    /// <exception cref="FormatException">Something was asked for that there is not; the message says what.</exception>
    internal static string? Prepare(string? names)
    {
        s_threads = WholeNumber(ThreadsVariable, "threads") ?? DefaultThreads;
        TimeoutNanoseconds = WholeNumber(TimeoutVariable, "milliseconds") * 1_000_000L ?? -1;
        foreach (string name in (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Array.IndexOf(s_known, name) < 0)
            {
                throw new FormatException($"{Variable} is '{names}'; there is no resolver '{name}', only {string.Join(" and ", s_known)}.");
            }
        }

        return names is not null && !names.Contains("thread", StringComparison.Ordinal) ? "the resolver ares cannot be had yet; thread answers in its place" : null;
    }

    private static Resolver Create()
    {
        ThreadResolver resolver = new(s_threads);
        return Interlocked.CompareExchange(ref s_resolver, resolver, null) ?? resolver;
    }

    private static int? WholeNumber(string variable, string of)
    {
        string? text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new FormatException($"{variable} is '{text}'; it takes a whole number of {of} from 1.");
    }
}
