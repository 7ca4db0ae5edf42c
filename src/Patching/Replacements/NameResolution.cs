using System.Net;
using System.Net.Sockets;
using Shim.Green;
using Shim.Patching.Interop;
using Shim.Patching.Replacements.Names;

namespace Shim.Patching.Replacements;

/// <summary>
/// The two places by which every look-up of <see cref="Dns"/> goes, also those of Socket.Connect(host) and of asynchronous calls: these come on
/// threads of the pool, which are not green. Addresses written as text never get here.
/// </summary>
internal static unsafe class NameResolution
{
    internal static nint s_tryGetNameInfo;

    /// <summary>Replaces <c>Interop.Sys.GetHostEntryForName</c>.</summary>
    internal static int GetHostEntryForName(string name, AddressFamily family, NativeHostEntry* entry)
    {
        if (GreenThread.Current is not { } me)
        {
            return SystemNative.GetHostEntryForName(name, (int)family, entry);
        }

        NameLookup own = new(name, (int)family);
        if (Ask(me, own) is not NameLookup answered)
        {
            return ResolverError.TryAgain;
        }

        if (answered.Error == ResolverError.None)
        {
            answered.CopyTo(entry);
        }

        return answered.Error;
    }

    /// <summary>Replaces <c>NameResolutionPal.TryGetNameInfo</c>.</summary>
    internal static string? TryGetNameInfo(IPAddress address, out SocketError socketError, out int nativeError)
    {
        if (GreenThread.Current is not { } me)
        {
            return CallTryGetNameInfo(address, out socketError, out nativeError);
        }

        if (Ask(me, new AddressLookup(address)) is not AddressLookup answered)
        {
            socketError = SocketError.TryAgain;
            nativeError = ResolverError.TryAgain;
            return null;
        }

        if (answered.Error == ResolverError.Memory)
        {
            throw new OutOfMemoryException();
        }

        socketError = answered.SocketError;
        nativeError = answered.Error;
        return answered.Name;
    }

    /// <summary>The original: getnameinfo(3), and what its errors mean. Blocks.</summary>
    internal static string? CallTryGetNameInfo(IPAddress address, out SocketError socketError, out int nativeError) =>
        ((delegate*<IPAddress, out SocketError, out int, string?>)s_tryGetNameInfo)(address, out socketError, out nativeError);

    /// <returns>The look-up with its answer; null when the time that a look-up may take has passed.</returns>
    private static Lookup? Ask(GreenThread me, Lookup own)
    {
        Lookup asked = LookupsInFlight.Join(own);
        if (asked == own)
        {
            try
            {
                ResolverChoice.Resolver.Begin(me, own);
            }
            catch (OutOfMemoryException)
            {
                // Others may wait for it already.
                own.Error = ResolverError.Memory;
                own.End();
            }
            catch
            {
                own.Error = ResolverError.TryAgain;
                own.End();
                throw;
            }
        }

        if (!asked.Wait(me, ResolverChoice.TimeoutNanoseconds))
        {
            return null;
        }

        asked.ThrowError();
        return asked;
    }
}
