using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Shim.Green;
using Shim.Patching.Interop;
using Shim.Patching.Replacements.Names;

namespace Shim.Patching;

/// <summary>
/// Writes what the hub did, as JSON, to the file that <c>GREENSHIM_REPORT</c> names when the process ends in an orderly way: the proof that a
/// program ran cooperatively, for tests and for the curious. <c>%p</c> in its name is the process's number: children inherit the variable.
/// </summary>
internal static class ExitReport
{
    internal const string Variable = "GREENSHIM_REPORT";

    // The kernel's limit, MAXSYMLINKS of include/linux/namei.h.
    private const int MaxLinks = 40;

    private static bool s_isArranged;

    /// <summary>Arranges for the report, when the environment asks for one.</summary>
    internal static void Arrange()
    {
        // PatchAll may be called again.
        if (!s_isArranged && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            s_isArranged = true;

            // The program may change its directory.
            string own = Path.GetFullPath(path.Replace("%p", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Write(own);
        }
    }

    private static void Write(string path)
    {
        // PatchAll was refused.
        if (!Hub.HasDefault)
        {
            return;
        }

        HubStatistics statistics = Hub.Default.Statistics;
        try
        {
            if (FileBehind(path) is { } file)
            {
                // Children inherit the variable, and some end at the same moment: whole reports take each other's place.
                var own = file + "." + Environment.ProcessId;
                using (var stream = File.Create(own))
                {
                    WriteTo(stream, statistics);
                }

                PutInPlace(own, file);
            }
            else
            {
                using var stream = Open(path);
                WriteTo(stream, statistics);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice.Write($"{Variable}: {e.Message}");
        }
    }

    /// <summary>The regular file that this name leads to, or that is to be made; null where something else is, such as a FIFO, which nothing may take the place of.</summary>
    private static unsafe string? FileBehind(string path)
    {
        for (var links = 0; new FileInfo(path).LinkTarget is { } target; links++)
        {
            // /dev/stderr, say: what is open already, of whatever kind.
            if (links == MaxLinks || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
            {
                return null;
            }

            path = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        }

        FileStatx status;
        return Libc.Statx(path, &status) == 0 && status.Type != FileStatx.Regular ? null : path;
    }

    // Not File.OpenWrite, which locks it; and a FIFO that nobody reads must not keep the process from its end.
    private static FileStream Open(string path)
    {
        const int Flags = Libc.OpenWriteOnly | Libc.OpenAppend | Libc.OpenNonBlocking | Libc.OpenNoTerminal | Libc.OpenCloseOnExec;
        var descriptor = Libc.Open(Encoding.UTF8.GetBytes(path + '\0'), Flags);
        return descriptor >= 0
            ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write)
            : throw new IOException($"{Marshal.GetPInvokeErrorMessage(-descriptor)} : '{path}'");
    }

    private static void PutInPlace(string written, string path)
    {
        try
        {
            File.Move(written, path, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }

    private static void WriteTo(Stream stream, HubStatistics statistics)
    {
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        writer.WriteString("switcher", Hub.Default.SwitcherName);
        writer.WriteNumber("switches", statistics.Switches);
        writer.WriteNumber("parks", statistics.Parks);
        writer.WriteNumber("spawned", statistics.Spawned + statistics.Enlisted);
        writer.WriteNumber("notEnlisted", statistics.NotEnlisted);
        writer.WriteNumber("handOvers", statistics.HandOvers);
        writer.WriteNumber("runtimeHandOvers", statistics.RuntimeHandOvers);
        writer.WriteNumber("stepsAside", statistics.StepsAside);
        writer.WriteNumber("signalsHandled", statistics.SignalsHandled);
        writer.WriteNumber("signalsMissed", statistics.SignalsMissed);
        writer.WriteNumber("carriers", statistics.Carriers);
        writer.WriteNumber("rounds", statistics.Rounds);
        writer.WriteNumber("batches", statistics.Batches);
        writer.WriteNumber("batchedCalls", statistics.BatchedCalls);
        (long asked, long shared) = LookupsInFlight.Counts;
        writer.WriteString("resolver", ResolverChoice.Name);
        writer.WriteNumber("lookups", asked);
        writer.WriteNumber("sharedLookups", shared);
        writer.WriteEndObject();
    }
}
