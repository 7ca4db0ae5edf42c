using System.Runtime.InteropServices;
using Green.Interop;
using Shim;

namespace Green.Doctor;

/// <summary>
/// Patches this very process and looks at what came of it: what is true here is true for an app that `green run` starts on the same machine and runtime.
/// </summary>
internal static class Examination
{
    // getauxval(AT_HWCAP2), bit 1: HWCAP2_FSGSBASE of asm/hwcap2.h.
    private const nuint AuxHwcap2 = 26;
    private const nuint Hwcap2FsGsBase = 2;

    /// <param name="patchMap">A patch map to merge over the built-in one, or null.</param>
    internal static Diagnosis Run(string? patchMap)
    {
        PatchReport? report = null;
        string? refusal = null;
        try
        {
            report = GreenShim.PatchAll(new PatchOptions { PatchMap = patchMap, Eager = true, IsOutsideApplication = true });
        }
        catch (PatchRefusedException e)
        {
            refusal = e.Message;
        }
        return new Diagnosis
        {
            System = RuntimeInformation.OSDescription,
            Kernel = Environment.OSVersion.Version.ToString(),
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            CLibrary = CLibrary(),
            Runtime = RuntimeInformation.FrameworkDescription,
            HasFsGsBase = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
                && (Libc.GetAuxiliary(AuxHwcap2) & Hwcap2FsGsBase) != 0,
            HasShadowStack = HasShadowStack(),
            Switchers = [],
            Auto = report?.Switcher,
            Refusal = refusal,
            PatchMs = report?.Time.TotalMilliseconds ?? 0,
            Notes = report?.Notes ?? [],
            Entries = [.. (report?.Entries ?? []).Select(e => new EntryDiagnosis(e.Group, e.Target, e.State.ToString(), e.Reason))],
        };
    }

    private static string CLibrary()
    {
        try
        {
            return Libc.LibraryVersion();
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "musl" : "not glibc";
        }
    }

    private static bool HasShadowStack()
    {
        try
        {
            return File.ReadLines("/proc/thread-self/status").Any(l => l.StartsWith("x86_Thread_features:", StringComparison.Ordinal) && l.Contains("shstk"));
        }
        catch (IOException)
        {
            return false;
        }
    }
}
