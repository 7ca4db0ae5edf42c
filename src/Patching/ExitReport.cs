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

        byte[] report = Report(Hub.Default.Statistics);
        string? own = null;
        try
        {
            if (DescriptorBehind(ref path) is { } descriptor)
            {
                WriteTo(descriptor, report);
            }
            else if (IsRegularOrNew(path))
            {
                // Children inherit the variable, and some end at the same moment: whole reports take each other's place.
                own = path + "." + Environment.ProcessId;
                File.WriteAllBytes(own, report);
                PutInPlace(own, path);
            }
            else
            {
                using var stream = Open(path);
                stream.Write(report);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice.Write($"{Variable}: {(own is null ? e.Message : e.Message.Replace(own, path, StringComparison.Ordinal))}");
        }
    }

    /// <summary>
    /// Follows links. A name that leads to an open descriptor of this process stands for that one: opened anew, a regular file would have a place of its own to
    /// write at, and what others write through the descriptor afterwards would go over it.
    /// </summary>
    private static int? DescriptorBehind(ref string path)
    {
        for (var links = 0; links < MaxLinks; links++)
        {
            if (DescriptorOf(path) is { } descriptor)
            {
                return descriptor;
            }

            if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal) || new FileInfo(path).LinkTarget is not { } target)
            {
                break;
            }

            path = Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        }

        return null;
    }

    private static int? DescriptorOf(string path)
    {
        switch (path)
        {
            case "/dev/stdout":
                return 1;
            case "/dev/stderr":
                return 2;
        }

        foreach (string folder in (string[])["/dev/fd/", "/proc/self/fd/", $"/proc/{Environment.ProcessId}/fd/"])
        {
            if (path.StartsWith(folder, StringComparison.Ordinal) && int.TryParse(path.AsSpan(folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor))
            {
                return descriptor;
            }
        }

        return null;
    }

    // Not of a FIFO, say, which nothing may take the place of.
    private static unsafe bool IsRegularOrNew(string path)
    {
        FileStatx status;
        return Libc.Statx(path, &status) != 0 || status.Type == FileStatx.Regular;
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

    // Not through a FileStream, which would write to a regular file at a place that it remembers itself, and leave the descriptor's where it is.
    private static unsafe void WriteTo(int descriptor, ReadOnlySpan<byte> report)
    {
        while (!report.IsEmpty)
        {
            fixed (byte* start = report)
            {
                int written = SystemNative.Write(descriptor, start, report.Length);
                if (written < 0)
                {
                    throw new IOException($"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())} : descriptor {descriptor}");
                }

                report = report[written..];
            }
        }
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

    private static byte[] Report(HubStatistics statistics)
    {
        using MemoryStream stream = new();
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
        writer.Flush();
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
