namespace Shim.Patching.Interop;

/// <summary>
/// c-ares, with the ABI that it has had since 1.16 (ares.h). A channel belongs to one thread at a time, and callbacks come on the thread that is
/// inside one of these functions.
/// </summary>
internal static unsafe partial class Cares
{
    internal const string Library = "libcares.so.2";

    internal const int Success = 0;

    // ARES_LIB_INIT_ALL
    private const int InitAll = 1;

    // ARES_FLAG_*
    internal const int UseTcp = 1 << 0;
    internal const int NoSearch = 1 << 5;
    internal const int NoAliases = 1 << 6;

    // ARES_OPT_*
    internal const int OptFlags = 1 << 0;
    internal const int OptTries = 1 << 2;
    internal const int OptDomains = 1 << 7;
    internal const int OptLookups = 1 << 8;
    internal const int OptSocketState = 1 << 9;
    internal const int OptTimeoutMilliseconds = 1 << 13;
    internal const int OptRotate = 1 << 14;
    internal const int OptNoRotate = 1 << 16;
    internal const int OptResolvConf = 1 << 17;

    // Since 1.31, which has a cache and has it on; older versions ignore the bit.
    internal const int OptQueryCache = 1 << 21;

    // ARES_AI_CANONNAME
    internal const int CanonicalName = 1 << 0;

    // C_IN and T_PTR of <arpa/nameser_compat.h>
    internal const int Internet = 1;
    internal const int Pointer = 12;

    /// <summary>ARES_SOCKET_BAD: no socket.</summary>
    internal const int NoSocket = -1;
}
