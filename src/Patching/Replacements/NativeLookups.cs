using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// Calls into libraries that may ask a server, with no descriptor to wait for: the system's data base of users and groups (which LDAP may be behind),
/// the domain's name, and mapped files' way to their disk. The green thread gives the carrier away for the call.
/// </summary>
[StackTraceHidden]
internal static unsafe class NativeLookups
{
    internal static nint s_user;
    internal static nint s_home;
    internal static nint s_userByName;
    internal static nint s_groups;
    internal static nint s_domain;
    internal static nint s_flushMapped;

    internal static string? GetUserNameFromPasswd(uint uid)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<uint, string?>)s_user)(uid);
    }

    internal static bool TryGetHomeDirectoryFromPasswd(byte* buffer, int length, ref string? path)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<byte*, int, ref string?, bool>)s_home)(buffer, length, ref path);
    }

    internal static int GetPwNamR(string name, ref byte passwd, byte* buffer, int length)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<string, ref byte, byte*, int, int>)s_userByName)(name, ref passwd, buffer, length);
    }

    internal static int GetGroupList(string name, uint group, uint* groups, int* count)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<string, uint, uint*, int*, int>)s_groups)(name, group, groups, count);
    }

    internal static string GetDomainName()
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<string>)s_domain)();
    }

    /// <summary>MemoryMappedView.Flush, <c>this</c> first.</summary>
    internal static void FlushMapped(object view, nuint length)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        ((delegate*<object, nuint, void>)s_flushMapped)(view, length);
    }
}
