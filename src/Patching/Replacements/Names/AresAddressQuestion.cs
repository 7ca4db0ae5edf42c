using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>
/// The name of an address. Not by ares_getnameinfo: it says of every failure that there is no such name, and takes the last of several.
/// </summary>
internal sealed unsafe class AresAddressQuestion(AresChannel channel, AddressLookup lookup) : AresQuestion(channel)
{
    private GCHandle _self;

    internal override void Ask()
    {
        _self = GCHandle.Alloc(this);
        fixed (byte* name = Encoding.ASCII.GetBytes(ReverseName(lookup.Address.GetAddressBytes())))
        {
            Cares.Query(Channel.Handle, name, Cares.Internet, Cares.Pointer, &OnAnswer, GCHandle.ToIntPtr(_self));
        }
    }

    /// <summary>4.3.2.1.in-addr.arpa, and a zero: the number of the address from behind, by bytes or, of IPv6, by halves of bytes.</summary>
    private static string ReverseName(byte[] address)
    {
        StringBuilder name = new(80);
        for (int i = address.Length - 1; i >= 0; i--)
        {
            _ = address.Length == 4
                ? name.Append(CultureInfo.InvariantCulture, $"{address[i]}.")
                : name.Append(CultureInfo.InvariantCulture, $"{address[i] & 15:x}.{address[i] >> 4:x}.");
        }

        return name.Append(address.Length == 4 ? "in-addr.arpa\0" : "ip6.arpa\0").ToString();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAnswer(nint argument, int status, int timeouts, byte* answer, int length)
    {
        var question = (AresAddressQuestion)GCHandle.FromIntPtr(argument).Target!;
        string? name = status == Cares.Success ? question.Name(answer, length, out status) : null;
        question.Answered(name, AresErrors.ToResolverError(status));
    }

    private void Answered(string? name, int error)
    {
        _self.Free();
        lookup.Found(name, error);
        End(lookup);
    }

    // The first of several.
    private string? Name(byte* answer, int length, out int status)
    {
        byte[] bytes = lookup.Address.GetAddressBytes();
        CaresHost* host = null;
        fixed (byte* address = bytes)
        {
            status = Cares.ParsePtrReply(answer, length, address, bytes.Length, lookup.Address.AddressFamily == AddressFamily.InterNetwork ? Inet : Inet6, &host);
        }

        if (status != Cares.Success)
        {
            return null;
        }

        string? name = Marshal.PtrToStringUTF8((nint)(host->Aliases != null && host->Aliases[0] != null ? host->Aliases[0] : host->Name));
        Cares.FreeHost(host);
        return name;
    }
}
