using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Green.Run;

/// <summary>Looks at an app before it is started, so that what cannot work gets one clear sentence instead of the host's advice on SDK commands.</summary>
internal static class AppResolver
{
    private const int LowestMajor = 10;

    internal static AppTarget Resolve(string argument)
    {
        if (Directory.Exists(argument))
        {
            return AppTarget.Refused($"'{argument}' is a directory; name the app's .dll");
        }
        if (!File.Exists(argument))
        {
            return AppTarget.Refused($"there is no file '{argument}'");
        }
        string path = Path.GetFullPath(argument);
        try
        {
            if (new FileInfo(path).Length == 0)
            {
                // Nor is it opened: a FIFO, which would wait for a writer, has no length either.
                return AppTarget.Refused($"'{argument}' is empty, not a .NET assembly");
            }
            return CheckAssembly(path) is { } notAnAssembly ? TryApphost(path, notAnAssembly) : CheckConfiguration(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AppTarget.Refused($"cannot read '{argument}': {e.Message}");
        }
    }

    private static string? CheckAssembly(string path)
    {
        try
        {
            using var reader = new PEReader(File.OpenRead(path));
            if (!reader.HasMetadata || !reader.GetMetadataReader().IsAssembly)
            {
                return NoAssembly(path);
            }
            return reader.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress == 0
                ? $"'{path}' has no entry point: it is a library, not an app"
                : null;
        }
        catch (BadImageFormatException)
        {
            return NoAssembly(path);
        }
    }

    private static string NoAssembly(string path) => $"'{path}' is no .NET assembly (single-file and NativeAOT programs are none either); name the app's .dll";

    // `app` or `app.exe`, which the SDK lays beside `app.dll`, only starts the latter.
    private static AppTarget TryApphost(string path, string error)
    {
        string assembly = Path.GetExtension(path) is ".exe" ? Path.ChangeExtension(path, ".dll") : path + ".dll";
        return assembly != path && !path.EndsWith(".dll", StringComparison.Ordinal) && File.Exists(assembly) && CheckAssembly(assembly) is null
            ? CheckConfiguration(assembly)
            : AppTarget.Refused(error);
    }

    private static AppTarget CheckConfiguration(string path)
    {
        string file = Path.ChangeExtension(path, ".runtimeconfig.json");
        if (!File.Exists(file))
        {
            return AppTarget.Refused($"'{file}' is missing, without which .NET cannot start the app; copy the whole build output, not the .dll alone");
        }
        try
        {
            var lenient = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file), lenient);
            if (!document.RootElement.TryGetProperty("runtimeOptions", out JsonElement options))
            {
                return AppTarget.Refused($"'{file}' has no runtimeOptions");
            }
            if (options.TryGetProperty("includedFrameworks", out _))
            {
                return AppTarget.Refused($"'{path}' is published self-contained; only framework-dependent apps can be run");
            }
            if (options.TryGetProperty("configProperties", out JsonElement properties)
                && properties.TryGetProperty("System.StartupHookProvider.IsSupported", out JsonElement hooks)
                && (hooks.ValueKind == JsonValueKind.False || hooks.ValueKind == JsonValueKind.String && hooks.GetString() is "false" or "False"))
            {
                return AppTarget.Refused($"'{file}' switches startup hooks off (System.StartupHookProvider.IsSupported), which is how GreenShim gets in");
            }
            return new AppTarget(path, IsOlder(options) ? NewerRuntime(options) : [], null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return AppTarget.Refused($"'{file}' is not a runtime configuration: {e.Message}");
        }
    }

    // The shim is built for .NET 10; an older app is compatible with it, but has to be told to take it: the one that runs this tool, not a later one that is
    // there, too. The host takes a version only for an app with one framework; else the latest.
    private static string[] NewerRuntime(JsonElement options)
    {
        string own = Path.GetFileName(Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory()));
        bool hasOne = options.TryGetProperty("framework", out JsonElement one) && !options.TryGetProperty("frameworks", out _)
            && one.TryGetProperty("name", out JsonElement name) && name.GetString() == "Microsoft.NETCore.App";
        return hasOne && own.StartsWith($"{LowestMajor}.", StringComparison.Ordinal) && Path.IsPathRooted(DotnetHost.Path)
            ? ["--fx-version", own]
            : ["--roll-forward", "LatestMajor"];
    }

    private static bool IsOlder(JsonElement options)
    {
        IEnumerable<JsonElement> frameworks = options.TryGetProperty("frameworks", out JsonElement several) ? several.EnumerateArray()
            : options.TryGetProperty("framework", out JsonElement one) ? [one]
            : [];
        foreach (JsonElement framework in frameworks)
        {
            if (framework.TryGetProperty("version", out JsonElement version)
                && int.TryParse(version.GetString()?.Split('.')[0], out int major) && major < LowestMajor)
            {
                return true;
            }
        }
        return false;
    }
}
