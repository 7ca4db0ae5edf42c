namespace Shim.Patching.Replacements.Names;

/// <summary>What getaddrinfo(3) of glibc 2.36 says where c-ares says something else.</summary>
internal static class AresErrors
{
    // ARES_E*
    internal const int NoData = 1;
    private const int FormatError = 2;
    internal const int ServerFailure = 3;
    internal const int NotFound = 4;
    internal const int ConnectionRefused = 11;
    private const int BadName = 8;
    private const int BadFamily = 9;
    private const int NoMemory = 15;

    /// <param name="status">An ARES_E number.</param>
    /// <returns>One of <see cref="ResolverError"/>.</returns>
    internal static int ToResolverError(int status) => status switch
    {
        0 => ResolverError.None,
        NoData or FormatError or NotFound or BadName => ResolverError.NoName,
        BadFamily => ResolverError.Family,
        NoMemory => ResolverError.Memory,

        // A server that fails, refuses or says nothing, and an answer that makes no sense.
        _ => ResolverError.TryAgain,
    };
}
