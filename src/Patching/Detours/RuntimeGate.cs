using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shim.Green.Maps;

namespace Shim.Patching.Detours;

/// <summary>
/// Decides whether this process may be patched at all. Every constant and offset the engine relies on is checked here against something the
/// runtime itself says or does; what does not match is a refusal with one sentence, and nothing has been touched by then.
/// </summary>
internal static unsafe class RuntimeGate
{
    private const string NotLinux = "this operating system is not supported; GreenShim patches processes on Linux only";

    /// <exception cref="DetourRefusedException">This process cannot be patched; the message says why.</exception>
    internal static HostRuntime Open()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new DetourRefusedException(NotLinux);
        }

        return Open(ProcessMaps.TryRead() ?? throw new DetourRefusedException("the memory map of this process (/proc/self/maps) cannot be read"));
    }

    internal static HostRuntime Open(ProcessMaps maps)
    {
        var facts = HostFacts.Read(maps);
        if (Refusal(facts) is { } sentence)
        {
            throw new DetourRefusedException(sentence);
        }

        try
        {
            return Open(facts, maps);
        }
        catch (DetourRefusedException refusal)
        {
            throw new DetourRefusedException(refusal.Message + Remains(facts), refusal);
        }
    }

    private static HostRuntime Open(HostFacts facts, ProcessMaps maps)
    {
        var layout = new RuntimeLayout(RuntimeContract.Read(NativeLibrary.Load(facts.CoreClrPath!)));
        if (IsProfilerAttached((ulong*)layout.ProfilerEventMask))
        {
            throw new DetourRefusedException("a profiler is attached to this process, and profilers rewrite the same code as GreenShim does");
        }

        CheckMethodDescs(layout);
        return new HostRuntime(facts, layout, OpenJit(facts.ClrJitPath!, maps));
    }

    /// <summary>The part that needs no look into the runtime. Null when nothing speaks against this host.</summary>
    /// <remarks>
    /// A shadow stack (CET) does not: it compares where a return goes with where the call came from, and nothing here returns anywhere else. Detours,
    /// trampolines and the hook on the JIT end in jumps, and only instructions that are neither call nor return are moved. Keep it that way. The stack
    /// switcher does not start under one.
    /// </remarks>
    internal static string? Refusal(HostFacts facts) => Reason(facts) is { } reason ? reason + Remains(facts) : null;

    // What works all the same. The hub needs no patches; but system calls, and a C library, as they are where it was tried.
    private static string Remains(HostFacts facts) =>
        facts is { IsLinux: true, Architecture: Architecture.X64, IsMono: false, IsMusl: false, HasDynamicCode: true }
            ? "; the program runs as it always did, and GreenThread works by itself"
            : "; the program runs as it always did";

    private static string? Reason(HostFacts facts) => facts switch
    {
        { IsMono: true } => "this process runs on Mono; GreenShim patches CoreCLR only",
        { HasDynamicCode: false } => "this is a NativeAOT (or interpreter-only) process; it has no JIT and no methods that could be patched",
        { IsLinux: false } => NotLinux,
        { Architecture: not Architecture.X64 } =>
            $"this is a {facts.Architecture} process; GreenShim patches x64 processes only",
        { RuntimeVersion.Major: not Runtime10.Major } =>
            $"this process runs on .NET {facts.RuntimeVersion}; GreenShim knows the inside of .NET {Runtime10.Major} only",
        { IsMusl: true } => "this process uses musl; GreenShim was verified with glibc only",
        { CoreClrPath: null } =>
            "this is a single-file application (libcoreclr.so is not loaded as a library); publish it framework-dependent or without PublishSingleFile",
        { ClrJitPath: null } =>
            "the JIT (libclrjit.so) is not loaded as a library of its own, as in single-file applications; publish without PublishSingleFile",
        { IsCompositeFramework: true } =>
            "the framework of this process is compiled as one composite image, in which the methods to patch are inlined across assemblies",
        { IsProfilingRequested: true } =>
            "profiling is enabled for this process (CORECLR_ENABLE_PROFILING), and profilers rewrite the same code as GreenShim does",
        { IsInterpreterRequested: true } => "the runtime's interpreter is enabled for this process, so its methods may have no machine code",
        _ => null,
    };

    // What every attached profiler asked to be told, ORed together.
    private static bool IsProfilerAttached(ulong* mask) =>
        mask[0] == Runtime10.EventMaskLow && mask[1] == Runtime10.EventMaskShift && mask[2] == Runtime10.EventMaskHigh
            ? mask[Runtime10.EventMaskValueIndex] != 0
            : throw new DetourRefusedException("the runtime's record of attached profilers does not look as it does in .NET 10");

    // getJit answers with the one JIT object; the runtime keeps the same pointer and goes through its vtable for every compilation.
    private static nint OpenJit(string path, ProcessMaps maps)
    {
        var library = NativeLibrary.Load(path);
        if (!NativeLibrary.TryGetExport(library, "getJit", out var export))
        {
            throw new DetourRefusedException("the JIT of this runtime (libclrjit.so) has no getJit export");
        }

        var jit = (nint)((delegate* unmanaged<nint>)export)();
        if (jit == 0 || !maps.TryFind(jit, out var data) || (data.Protection & Interop.Libc.ProtWrite) == 0)
        {
            throw new DetourRefusedException("the JIT object is not where a .NET 10 runtime keeps it");
        }

        Guid version;
        var getVersionIdentifier = (delegate* unmanaged<nint, Guid*, void>)(*(nint**)jit)[Runtime10.JitGetVersionIdentifierSlot];
        getVersionIdentifier(jit, &version);
        return version == Runtime10.JitEeVersion
            ? jit
            : throw new DetourRefusedException($"the JIT interface of this runtime is {version}, not {Runtime10.JitEeVersion} as in .NET {Runtime10.Major}.0");
    }

    // Known methods with known attributes: each bit the engine reads or writes must be where the table says, and differ where it should.
    private static void CheckMethodDescs(RuntimeLayout layout)
    {
        var plain = View(nameof(Plain), layout);
        var noInlining = View(nameof(NotInlined), layout);
        var optimized = View(nameof(Optimized), layout);
        var instance = new MethodDescView(typeof(object).GetMethod(nameof(ToString))!.MethodHandle.Value, layout);
        var native = new MethodDescView(
            typeof(Thread).GetMethod("SleepInternal", BindingFlags.Static | BindingFlags.NonPublic)?.MethodHandle.Value ?? plain.Address, layout);

        // With TieredCompilation=0 no method is eligible, which is as good: nothing will ever be compiled again.
        var agrees = plain.IsIL && noInlining.IsIL && instance.IsIL && !native.IsIL
            && !plain.IsNotInline && noInlining.IsNotInline && !instance.IsNotInline
            && (plain.Flags & Runtime10.IsStatic) != 0 && (instance.Flags & Runtime10.IsStatic) == 0
            && (optimized.Flags3 & Runtime10.IsEligibleForTieredCompilation) == 0
            && PrecodeNames(plain, layout);
        if (!agrees)
        {
            throw new DetourRefusedException("the runtime's records of known methods do not look as they do in .NET 10");
        }
    }

    // A method's precode carries its MethodDesc; without tiering the runtime may hand out the body itself, which proves nothing and is fine.
    private static bool PrecodeNames(MethodDescView method, RuntimeLayout layout)
    {
        var entry = typeof(RuntimeGate).GetMethod(nameof(Plain), BindingFlags.Static | BindingFlags.NonPublic)!.MethodHandle.GetFunctionPointer();
        return !layout.FixupPattern.Matches(entry) || *(nint*)(entry + layout.StubPageSize + layout.FixupDataMethodDesc) == method.Address;
    }

    private static MethodDescView View(string name, RuntimeLayout layout) =>
        new(typeof(RuntimeGate).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MethodHandle.Value, layout);

    private static void Plain()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NotInlined()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Optimized()
    {
    }
}
