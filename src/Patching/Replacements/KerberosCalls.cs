using System.Diagnostics;
using Shim.Green;

namespace Shim.Patching.Replacements;

/// <summary>
/// The calls of System.Net.Security into GSSAPI that may ask a key distribution centre: with sockets of their own, deep in a library. The green
/// thread gives the carrier away for each.
/// </summary>
[StackTraceHidden]
internal static unsafe class KerberosCalls
{
    internal static nint s_acquireAcceptor;
    internal static nint s_initiateWithPassword;
    internal static nint s_initiateSpNego;
    internal static nint s_acceptContext;
    internal static nint s_initContext;
    internal static nint s_initContextWithBinding;

    internal static uint AcquireAcceptorCred(ref uint minor, ref object credential)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<ref uint, ref object, uint>)s_acquireAcceptor)(ref minor, ref credential);
    }

    internal static uint InitiateCredWithPassword(ref uint minor, uint package, object name, string password, int length, ref object credential)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<ref uint, uint, object, string, int, ref object, uint>)s_initiateWithPassword)(
            ref minor, package, name, password, length, ref credential);
    }

    internal static uint InitiateCredSpNego(ref uint minor, object name, ref object credential)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<ref uint, object, ref object, uint>)s_initiateSpNego)(ref minor, name, ref credential);
    }

    internal static uint AcceptSecContext(
        ref uint minor, object credential, ref object context, ref byte input, int length, ref byte token, ref uint returnedFlags, ref bool usesNtlm)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<ref uint, object, ref object, ref byte, int, ref byte, ref uint, ref bool, uint>)s_acceptContext)(
            ref minor, credential, ref context, ref input, length, ref token, ref returnedFlags, ref usesNtlm);
    }

    internal static uint InitSecContext(
        ref uint minor, object credential, ref object context, uint package, object target, uint flags, ref byte input, int length,
        ref byte token, ref uint returnedFlags, ref bool usesNtlm)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<ref uint, object, ref object, uint, object, uint, ref byte, int, ref byte, ref uint, ref bool, uint>)s_initContext)(
            ref minor, credential, ref context, package, target, flags, ref input, length, ref token, ref returnedFlags, ref usesNtlm);
    }

    internal static uint InitSecContextWithBinding(
        ref uint minor, object credential, ref object context, uint package, nint binding, int bindingLength, object target, uint flags,
        ref byte input, int length, ref byte token, ref uint returnedFlags, ref bool usesNtlm)
    {
        using BlockingRegion blocking = BlockingRegion.Enter();
        return ((delegate*<ref uint, object, ref object, uint, nint, int, object, uint, ref byte, int, ref byte, ref uint, ref bool, uint>)
            s_initContextWithBinding)(
            ref minor, credential, ref context, package, binding, bindingLength, target, flags, ref input, length, ref token, ref returnedFlags, ref usesNtlm);
    }
}
