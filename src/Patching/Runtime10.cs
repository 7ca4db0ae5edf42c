namespace Shim.Patching;

/// <summary>
/// Everything this project takes from the private side of CoreCLR 10.0 that the runtime does not describe itself (what it does
/// describe comes from <see cref="Detours.RuntimeContract"/>). Paths are those of dotnet/runtime, branch release/10.0; values were read
/// back on 10.0.12. A number of this kind anywhere else is a defect.
/// </summary>
internal static class Runtime10
{
    internal const int Major = 10;

    // src/coreclr/inc/jiteeversionguid.h, JITEEVersionIdentifier: changes whenever one of the JIT interfaces below does.
    internal static readonly Guid JitEeVersion = new(0x7a8cbc56, 0x9e19, 0x4321, 0x80, 0xb9, 0xa0, 0xd2, 0xc5, 0x78, 0xc9, 0x45);

    // src/coreclr/inc/corjit.h, class ICorJitCompiler: virtual methods in order of declaration.
    internal const int JitCompileMethodSlot = 0;
    internal const int JitGetVersionIdentifierSlot = 2;
    internal const int JitSlotCount = 4;

    // src/coreclr/inc/corinfo.h, class ICorStaticInfo: isIntrinsic, notifyMethodInfoUsage, getMethodAttribs, setMethodAttribs.
    internal const int JitInfoSetMethodAttribsSlot = 3;

    // src/coreclr/inc/corinfo.h, enum CorInfoMethodRuntimeFlags, CORINFO_FLG_SWITCHED_TO_MIN_OPT.
    internal const int SwitchedToMinOpt = 0x08;

    // src/coreclr/vm/method.hpp, enum MethodDescFlags (m_wFlags).
    internal const ushort KindMask = 0x0007;
    internal const ushort KindIL = 0;
    internal const ushort HasNonVtableSlot = 0x0008;
    internal const ushort IsMethodImpl = 0x0010;
    internal const ushort HasNativeCodeSlot = 0x0020;
    internal const ushort IsStatic = 0x0080;
    internal const ushort NotInline = 0x2000;

    // src/coreclr/vm/method.hpp, enum MethodDescFlags3 (m_wFlags3AndTokenRemainder).
    internal const ushort IsUnboxingStub = 0x4000;
    internal const ushort IsEligibleForTieredCompilation = 0x8000;

    // src/coreclr/vm/precode.h, struct FixupPrecodeData: Target comes first. Before the first compile it points at the precode's own second half.
    internal const int FixupDataTarget = 0;

    // src/coreclr/vm/precode.h, struct StubPrecodeData: SecretParam, Target, Type.
    internal const int StubDataTarget = 8;

    // src/coreclr/vm/amd64/thunktemplates.S, CallCountingStubCode:
    //   mov rax,[rip+counter] / dec word [rax] / je +6 / jmp [rip+target] / jmp [rip+threshold reached]
    internal const int CallCountingJumpOffset = 12;

    // src/coreclr/debug/datadescriptor/contract-descriptor.h, struct ContractDescriptor: "DNCCDAC\0".
    internal const ulong ContractMagic = 0x0043414443434e44;

    // src/coreclr/minipal/Unix/doublemapping.cpp: name of the shared memory object behind the JIT heap when W^X is on.
    internal static ReadOnlySpan<byte> DoubleMapperName => "/memfd:doublemapper"u8;

    // src/coreclr/inc/profilepriv.h, class EventMask: three constants kept as fields (low mask, shift, high mask), then the mask itself. The
    // runtime's description gives the start of the object, not that of the mask.
    internal const ulong EventMaskLow = 0x00000000_FFFFFFFF;
    internal const ulong EventMaskShift = 32;
    internal const ulong EventMaskHigh = 0xFFFFFFFF_00000000;
    internal const int EventMaskValueIndex = 3;
}
