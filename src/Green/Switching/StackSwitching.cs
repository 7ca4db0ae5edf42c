using System.Runtime.InteropServices;
using Shim.Green.Interop;
using Shim.Green.Maps;

namespace Shim.Green.Switching;

/// <summary>
/// What stack switching changes in the process, once: the handlers of the runtime's activation signal and of glibc's for
/// credentials, and libcoreclr.so's way to gettid(). Everything is checked before the first byte is written; what does not look as expected is a reason to refuse.
/// </summary>
internal static unsafe class StackSwitching
{
    // pal/src/include/pal/signal.hpp: INJECT_ACTIVATION_SIGNAL is SIGRTMIN, which glibc gives as 34 (32 and 33 are its own).
    internal const int ActivationSignal = 34;
    private const ulong SaSiginfo = 4;

    // nptl/internaltypes.h: SIGSETXID.
    internal const int CredentialsSignal = 33;

    private static readonly Lock Gate = new();
    private static SwitchCode? s_code;
    private static string? s_refusal;
    private static string? s_exchangeRefusal;

    /// <summary>Why the TLS cannot be exchanged here; null when it can, or nothing was installed.</summary>
    internal static string? ExchangeRefusal => s_exchangeRefusal;

    /// <summary>Installs, at the first call; the same answer ever after.</summary>
    /// <param name="refusal">One sentence that says why not.</param>
    internal static SwitchCode? Install(out string? refusal)
    {
        lock (Gate)
        {
            if (s_code is null && s_refusal is null)
            {
                s_code = TryInstall(out s_refusal);
            }

            refusal = s_refusal;
            return s_code;
        }
    }

    private static SwitchCode? TryInstall(out string? refusal)
    {
        refusal = CheckPlatform();
        if (refusal is not null)
        {
            return null;
        }

        if (!NativeLibrary.TryLoad("libc.so.6", out nint libc) || !NativeLibrary.TryGetExport(libc, "syscall", out nint realSyscall))
        {
            refusal = "the C library is not glibc";
            return null;
        }

        ProcessMaps maps = ProcessMaps.Read();
        (nint start, nint end) = maps.RangeOf("libcoreclr.so"u8);
        ElfImport? import = ElfImport.Find(maps, start, "syscall"u8, realSyscall);
        if (import is null)
        {
            refusal = "libcoreclr.so does not call syscall() through exactly one cell that holds libc's address";
            return null;
        }

        if (!IsHandledWithin(ActivationSignal, start, end, out KernelSigaction action))
        {
            refusal = "the activation signal (SIGRTMIN) is not handled by libcoreclr.so";
            return null;
        }

        // glibc handles it from its first thread on.
        (nint libcStart, nint libcEnd) = maps.RangeOf("libc.so.6"u8);
        bool isGlibcs = IsHandledWithin(CredentialsSignal, libcStart, libcEnd, out KernelSigaction credentials);
        SwitchCode? code = SwitchCode.Map((ulong)realSyscall, action.Handler, isGlibcs ? credentials.Handler : 0, GlibcLayout.HasFsGsBase, TlsExchange.Find(libc, maps, out s_exchangeRefusal));
        if (code is null)
        {
            refusal = "executable memory cannot be mapped";
            return null;
        }

        if (!GlibcLayout.IsFree(code.GetFs()))
        {
            refusal = "somebody uses the free slot of glibc's thread control block";
            return null;
        }

        // From here on the process is changed. All changes are transparent to threads that are not switched (their FS slot is 0),
        // so that the first may stay if the second is refused.
        if (!import.Write(code.Syscall))
        {
            refusal = "libcoreclr.so's import cell for syscall() cannot be written";
            return null;
        }

        KernelSigaction wrapped = action with { Handler = code.Activation };
        if (Libc.RtSigaction(ActivationSignal, &wrapped, null) != 0)
        {
            import.Write((ulong)realSyscall);
            refusal = "the kernel refused to change the handler of SIGRTMIN";
            return null;
        }

        if (isGlibcs)
        {
            KernelSigaction wrappedCredentials = credentials with { Handler = code.Credentials };
            Libc.RtSigaction(CredentialsSignal, &wrappedCredentials, null);
        }

        return code;
    }

    private static bool IsHandledWithin(int signal, nint start, nint end, out KernelSigaction action)
    {
        fixed (KernelSigaction* current = &action)
        {
            return Libc.RtSigaction(signal, null, current) == 0
                && action.Handler >= (ulong)start && action.Handler < (ulong)end && (action.Flags & SaSiginfo) != 0;
        }
    }

    private static string? CheckPlatform()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return $"stack switching is written for Linux x64, this is {RuntimeInformation.RuntimeIdentifier}";
        }

        if (Environment.Version.Major != 10)
        {
            return $"stack switching was verified with .NET 10, this is {Environment.Version}";
        }

        return GlibcLayout.HasShadowStack ? "this process runs with a CET shadow stack" : null;
    }
}
