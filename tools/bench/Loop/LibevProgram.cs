using System.Diagnostics;

namespace Bench.Loop;

/// <summary>Makes the program that runs the same rounds on libev: installs the library where it is missing, and compiles.</summary>
internal static class LibevProgram
{
    /// <returns>The path of the program.</returns>
    internal static string Build(string root)
    {
        if (!File.Exists("/usr/include/ev.h"))
        {
            Run("apt-get", "update", "-qq");
            Run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "libev-dev");
        }
        string program = Path.Combine(AppContext.BaseDirectory, "libev-loop");
        Run("cc", "-O2", "-Wall", "-Wno-strict-aliasing", "-o", program, Path.Combine(root, "tools", "bench", "libev", "loop.c"), "-lev");
        return program;
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Told below.
        }
        throw new InvalidOperationException($"'{program} {arguments[0]} ...' failed; the comparison needs libev-dev and a C compiler");
    }
}
