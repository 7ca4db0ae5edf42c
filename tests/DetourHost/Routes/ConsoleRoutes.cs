using System.Reflection;
using DetourHost.Interop;
using Microsoft.Win32.SafeHandles;

namespace DetourHost.Routes;

/// <summary>
/// Routes to the console. Descriptor 0 is first a file and then a terminal, as the framework reads the two in different ways; what it found out about
/// the first it has to forget.
/// </summary>
internal static class ConsoleRoutes
{
    private static readonly Stream s_input = OpenInput();
    private static readonly FileStream s_keyboard = MakeTerminal();
    private static readonly Lazy<Stream> s_output = new(Console.OpenStandardOutput);
    
    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Console.OpenStandardInput()"] = () => _ = s_input.ReadByte(),
        ["Console.ReadKey(bool)"] = () =>
        {
            Type("k"u8);
            Console.ReadKey(intercept: true);
        },
        ["Console.Write(string)"] = () => Console.Write(" "),
        ["Console.Error.Write(string)"] = () => Console.Error.Write(" "),
        ["Console.OpenStandardOutput()"] = () => s_output.Value.Write(" "u8),
    };

    private static Stream OpenInput()
    {
        Engine.Require(Libc.Dup2(Libc.Open("/dev/null", Libc.ReadWrite), 0) == 0, "no file as input");
        return Console.OpenStandardInput();
    }

    private static void Type(ReadOnlySpan<byte> keys) => s_keyboard.Write(keys);

    private static unsafe FileStream MakeTerminal()
    {
        var master = Libc.Open("/dev/ptmx", Libc.ReadWrite);
        var zero = 0;
        Engine.Require(Libc.Ioctl(master, Libc.LockTerminal, (nint)(&zero)) == 0, "no terminal");
        Engine.Require(Libc.Dup2(Libc.Ioctl(master, Libc.OpenOtherSide, Libc.ReadWrite), 0) == 0, "no terminal as input");
        typeof(Console).GetField("_isStdInRedirected", BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, null);
        return new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }
}
