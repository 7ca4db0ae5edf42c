using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Names;

/// <summary>The addresses of a name. c-ares asks for those of both families at once, and sorts them; the search list is ours.</summary>
internal sealed unsafe class AresNameQuestion(AresChannel channel, NameLookup lookup) : AresQuestion(channel)
{
    private readonly NameSearch _search = new(lookup.Key.Text, channel.Conf);
    private GCHandle _self;

    internal override void Ask()
    {
        _self = GCHandle.Alloc(this);
        AskFor(_search.Next()!);
    }

    private void AskFor(string name)
    {
        // Plain ASCII, and not longer than a name and a domain can be.
        byte* bytes = stackalloc byte[name.Length + 1];
        bytes[Encoding.Latin1.GetBytes(name, new Span<byte>(bytes, name.Length))] = 0;
        CaresHints hints = new()
        {
            Flags = Cares.CanonicalName,
            Family = (AddressFamily)lookup.Key.Family switch { AddressFamily.InterNetwork => Inet, AddressFamily.InterNetworkV6 => Inet6, _ => 0 },
        };
        Cares.GetAddrInfo(Channel.Handle, bytes, null, &hints, &OnAnswer, GCHandle.ToIntPtr(_self));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAnswer(nint argument, int status, int timeouts, CaresAddresses* found)
    {
        var question = (AresNameQuestion)GCHandle.FromIntPtr(argument).Target!;
        if (status == Cares.Success && !question.TryTake(found))
        {
            status = AresErrors.NoData;
        }

        if (found != null)
        {
            Cares.FreeAddrInfo(found);
        }

        question.Answered(status);
    }

    private void Answered(int status)
    {
        if (status != Cares.Success)
        {
            _search.Failed(status);
            if (_search.Next() is { } next)
            {
                AskFor(next);
                return;
            }

            lookup.Error = _search.Error;
        }

        _self.Free();
        End(lookup);
    }

    private bool TryTake(CaresAddresses* found)
    {
        int count = 0;
        for (CaresAddress* node = found->First; node != null; node = node->Next)
        {
            count += node->Family is Inet or Inet6 ? 1 : 0;
        }

        byte[] addresses = new byte[count * sizeof(NativeAddress)];
        fixed (byte* first = addresses)
        {
            NativeAddress* address = (NativeAddress*)first;
            for (CaresAddress* node = found->First; node != null; node = node->Next)
            {
                if (node->Family is Inet or Inet6)
                {
                    Copy(node, address++);
                }
            }
        }

        byte* name = found->Name;
        for (CaresAlias* alias = found->Aliases; alias != null; alias = alias->Next)
        {
            name = alias->Name;
        }

        lookup.Found(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), addresses);
        return count > 0;
    }

    // sockaddr_in has the address at 4, sockaddr_in6 at 8 and the scope at 24.
    private static void Copy(CaresAddress* node, NativeAddress* address)
    {
        bool is6 = node->Family == Inet6;
        address->IsIPv6 = is6 ? 1u : 0u;
        address->ScopeId = is6 ? *(uint*)(node->SocketAddress + 24) : 0;
        new ReadOnlySpan<byte>(node->SocketAddress + (is6 ? 8 : 4), is6 ? 16 : 4).CopyTo(new Span<byte>(address->Bytes, 16));
    }
}
