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
    internal static nint s_tarUser;
    internal static nint s_tarGroup;
    internal static nint s_pipeUser;
    internal static nint s_consoleHome;
    internal static nint s_storeHome;
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

    internal static int GetPwUidROfTar(uint uid, ref byte passwd, byte* buffer, int length) => UserById(s_tarUser, uid, ref passwd, buffer, length);

    internal static int GetPwUidROfPipes(uint uid, ref byte passwd, byte* buffer, int length) => UserById(s_pipeUser, uid, ref passwd, buffer, length);

    internal static int GetPwUidROfConsole(uint uid, ref byte passwd, byte* buffer, int length) => UserById(s_consoleHome, uid, ref passwd, buffer, length);

    internal static int GetPwUidROfStores(uint uid, ref byte passwd, byte* buffer, int length) => UserById(s_storeHome, uid, ref passwd, buffer, length);

    internal static string GetGroupName(uint gid)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<uint, string>)s_tarGroup)(gid);
    }

    internal static int GetPwNamR(string name, ref byte passwd, byte* buffer, int length)
    {
        using RegionEnd end = new(BlockingRegion.Enter());
        return ((delegate*<string, ref byte, byte*, int, int>)s_userByName)(name, ref passwd, buffer, length);
    }

    internal static int GetGroupList(string name, uint group, uint* groups, int* count)
    {
        using RegionEnd end = new(BlockingRegion.Enter());
        return ((delegate*<string, uint, uint*, int*, int>)s_groups)(name, group, groups, count);
    }

    internal static string GetDomainName()
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<string>)s_domain)();
    }

    // Each assembly has a wrapper of its own, and each wrapper an original.
    private static int UserById(nint original, uint uid, ref byte passwd, byte* buffer, int length)
    {
        using RegionEnd end = new(BlockingRegion.Enter());
        return ((delegate*<uint, ref byte, byte*, int, int>)original)(uid, ref passwd, buffer, length);
    }

    /// <summary>MemoryMappedView.Flush, <c>this</c> first.</summary>
    internal static void FlushMapped(object view, nuint length)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        ((delegate*<object, nuint, void>)s_flushMapped)(view, length);
    }
}
