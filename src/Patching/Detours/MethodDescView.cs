namespace Shim.Patching.Detours;

/// <summary>A look at the runtime's MethodDesc. The only thing ever written is the NotInline flag.</summary>
internal readonly unsafe struct MethodDescView(nint address, RuntimeLayout layout)
{
    internal nint Address => address;

    internal ushort Flags => Volatile.Read(ref *(ushort*)(address + layout.Flags));

    internal ushort Flags3 => Volatile.Read(ref *(ushort*)(address + layout.Flags3));

    internal bool IsIL => (Flags & Runtime10.KindMask) == Runtime10.KindIL;

    internal bool IsNotInline => (Flags & Runtime10.NotInline) != 0;

    /// <summary>The runtime's slot for the first code version, or null when the method has no such slot.</summary>
    private nint* NativeCodeSlot
    {
        get
        {
            var flags = Flags;
            if ((flags & Runtime10.HasNativeCodeSlot) == 0 || !IsIL)
            {
                return null;
            }

            var offset = layout.MethodDescSize
                + ((flags & Runtime10.HasNonVtableSlot) != 0 ? layout.NonVtableSlotSize : 0)
                + ((flags & Runtime10.IsMethodImpl) != 0 ? layout.MethodImplSize : 0);
            return (nint*)(address + offset);
        }
    }

    /// <summary>True when the runtime knows <paramref name="code"/> as a body of this method, or keeps no record to compare with.</summary>
    internal bool Owns(nint code)
    {
        var slot = NativeCodeSlot;
        if (slot is null || Volatile.Read(ref *slot) == code)
        {
            return true;
        }

        for (var node = FirstVersion; node != 0; node = Next(node))
        {
            if (NativeCode(node) == code)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the runtime has asked for another body of this method that is not there yet.</summary>
    internal bool IsCompiling
    {
        get
        {
            for (var node = FirstVersion; node != 0; node = Next(node))
            {
                if (NativeCode(node) == 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>True when the runtime has, or has asked for, a body of this method of which <paramref name="isKnown"/> is not true: it may be about to be activated.</summary>
    internal bool HasBodyBut(Func<nint, bool> isKnown)
    {
        for (var node = FirstVersion; node != 0; node = Next(node))
        {
            if (NativeCode(node) is var code && (code == 0 || !isKnown(code)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sets the flag; returns false when it was set already.</summary>
    internal bool SetNotInline() => (Interlocked.Or(ref *FlagsWord, NotInlineInWord) & NotInlineInWord) == 0;

    internal void ClearNotInline() => Interlocked.And(ref *FlagsWord, ~NotInlineInWord);

    // The flags are the upper half of an aligned 32-bit word; the runtime updates that word interlocked, too.
    private int* FlagsWord => (int*)(address + (layout.Flags & ~3));

    private int NotInlineInWord => Runtime10.NotInline << ((layout.Flags & 3) * 8);

    private nint FirstVersion
    {
        get
        {
            var data = *(nint*)(address + layout.CodeData);
            var state = data == 0 ? 0 : *(nint*)(data + layout.VersioningState);
            return state == 0 ? 0 : Volatile.Read(ref *(nint*)(state + layout.FirstVersion));
        }
    }

    private nint Next(nint node) => Volatile.Read(ref *(nint*)(node + layout.VersionNext));

    private nint NativeCode(nint node) => Volatile.Read(ref *(nint*)(node + layout.VersionNativeCode));
}
