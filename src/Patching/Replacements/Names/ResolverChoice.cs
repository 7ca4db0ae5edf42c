using Shim.Green;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>Which resolver answers.</summary>
internal static class ResolverChoice
{
    internal const string Variable = "GREENSHIM_RESOLVER";
    internal const string ThreadsVariable = "GREENSHIM_RESOLVER_THREADS";
    internal const string TimeoutVariable = "GREENSHIM_RESOLVER_TIMEOUT_MS";

    private const string Thread = "thread";
    private const string Ares = "ares";

    // On stock every blocked thread has a look-up under way. With fewer at a time, those behind a dead name server wait for one another; a
    // native thread that waits in recvfrom costs little.
    private const int DefaultThreads = 64;

    private static Resolver? s_resolver;
    private static int s_threads = DefaultThreads;

    /// <summary>The one that was chosen. Any thread.</summary>
    internal static Resolver Resolver => Volatile.Read(ref s_resolver) ?? Create();

    /// <summary>What the chosen one is called.</summary>
    internal static string Name { get; private set; } = Thread;

    /// <summary>How long a look-up may take; -1 for as long as the resolver's own settings let it, which is what stock does.</summary>
    internal static long TimeoutNanoseconds { get; private set; } = -1;

    /// <summary>Reads the environment.</summary>
    /// <param name="names">Resolvers, the preferred one first; null for the default.</param>
    /// <param name="source">Who asked for them, for messages.</param>
    /// <returns>What is not as it was asked for, or null.</returns>
    /// <exception cref="FormatException">Something was asked for that there is not; the message says what.</exception>
    internal static string? Prepare(string? names, string source)
    {
        s_threads = EnvironmentNumber.Read(ThreadsVariable, "threads", 1) ?? DefaultThreads;
        TimeoutNanoseconds = EnvironmentNumber.Read(TimeoutVariable, "milliseconds", 1) * 1_000_000L ?? -1;
        string[] asked = Split(names, source);

        // The first that can be had; and thread always can.
        bool wantsAres = asked is [Ares, ..];
        Name = wantsAres && AresResolver.IsAvailable ? Ares : Thread;
        return wantsAres && Name != Ares && asked.Length == 1
            ? $"{source} asks for {Ares}, but {Cares.Library} cannot be loaded: {Thread} answers in its place"
            : null;
    }

    /// <summary>Whether <see cref="Prepare"/> would throw: then so does this, and nothing has changed.</summary>
    /// <exception cref="FormatException">As there.</exception>
    internal static void Check(string? names, string source)
    {
        _ = EnvironmentNumber.Read(ThreadsVariable, "threads", 1);
        _ = EnvironmentNumber.Read(TimeoutVariable, "milliseconds", 1);
        _ = Split(names, source);
    }

    private static string[] Split(string? names, string source)
    {
        string[] asked = (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names is not null && asked.Length == 0)
        {
            throw new FormatException($"{source} is '{names}', which names no resolver; there are {Thread} and {Ares}.");
        }

        foreach (string name in asked)
        {
            if (name is not (Thread or Ares))
            {
                throw new FormatException($"{source} is '{names}'; there is no resolver '{name}', only {Thread} and {Ares}.");
            }
        }

        return asked;
    }

    private static Resolver Create()
    {
        ThreadResolver system = new(s_threads);
        Resolver resolver = Name == Ares ? new AresResolver(system) : system;
        return Interlocked.CompareExchange(ref s_resolver, resolver, null) ?? resolver;
    }
}
