namespace Shim.Patching.Detours;

/// <summary>The offsets the engine works with, taken once from the runtime's own description.</summary>
internal sealed unsafe class RuntimeLayout
{
    private const int PatternLength = 24;

    internal RuntimeLayout(RuntimeContract contract)
    {
        Flags3 = contract.Offset("MethodDesc", "Flags3AndTokenRemainder");
        Flags = contract.Offset("MethodDesc", "Flags");
        CodeData = contract.Offset("MethodDesc", "CodeData");
        MethodDescSize = contract.Offset("MethodDesc", "!");
        NonVtableSlotSize = contract.Offset("NonVtableSlot", "!");
        MethodImplSize = contract.Offset("MethodImpl", "!");
        VersioningState = contract.Offset("MethodDescCodeData", "VersioningState");
        FirstVersion = contract.Offset("MethodDescVersioningState", "NativeCodeVersionNode");
        VersionNext = contract.Offset("NativeCodeVersionNode", "Next");
        VersionNativeCode = contract.Offset("NativeCodeVersionNode", "NativeCode");
        FixupDataMethodDesc = contract.Offset("FixupPrecodeData", "MethodDesc");
        SyncTable = contract.Global(Runtime10Locks.SyncTableGlobal);
        ProfilerEventMask = contract.Global("ProfilerControlBlock") + contract.Offset("ProfControlBlock", "GlobalEventMask");

        var precode = contract.Global("PlatformMetadata") + contract.Offset("PlatformMetadata", "PrecodeMachineDescriptor");
        StubPageSize = *(int*)(precode + contract.Offset("PrecodeMachineDescriptor", "StubCodePageSize"));
        FixupSecondHalf = *(byte*)(precode + contract.Offset("PrecodeMachineDescriptor", "FixupCodeOffset"));
        FixupPattern = Pattern(precode, contract, "Fixup", "FixupStubPrecodeSize");
        StubPattern = Pattern(precode, contract, "Stub", "StubPrecodeSize");
    }

    internal int Flags3 { get; }

    internal int Flags { get; }

    internal int CodeData { get; }

    internal int MethodDescSize { get; }

    internal int NonVtableSlotSize { get; }

    internal int MethodImplSize { get; }

    internal int VersioningState { get; }

    internal int FirstVersion { get; }

    internal int VersionNext { get; }

    internal int VersionNativeCode { get; }

    internal int FixupDataMethodDesc { get; }

    internal nint ProfilerEventMask { get; }

    /// <summary>The address of the runtime's pointer to its table of sync blocks.</summary>
    internal nint SyncTable { get; }

    internal int StubPageSize { get; }

    internal int FixupSecondHalf { get; }

    internal CodePattern FixupPattern { get; }

    internal CodePattern StubPattern { get; }

    private static CodePattern Pattern(nint precode, RuntimeContract contract, string name, string size)
    {
        var length = *(byte*)(precode + contract.Offset("PrecodeMachineDescriptor", size));
        if (length is < 6 or > PatternLength)
        {
            throw new DetourRefusedException("the runtime describes its precode stubs in an unknown form");
        }

        return new CodePattern(
            new ReadOnlySpan<byte>((void*)(precode + contract.Offset("PrecodeMachineDescriptor", $"{name}Bytes")), length).ToArray(),
            new ReadOnlySpan<byte>((void*)(precode + contract.Offset("PrecodeMachineDescriptor", $"{name}IgnoredBytes")), length).ToArray());
    }
}
