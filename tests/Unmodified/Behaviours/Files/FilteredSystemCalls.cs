using System.IO.Pipes;
using System.Runtime.InteropServices;

class FilteredSystemCalls : Scenario
{
    // linux/seccomp.h, linux/filter.h, linux/prctl.h, and asm/unistd_64.h.
    const int SetNoNewPrivileges = 38, Seccomp = 317, SetFilter = 1, AllThreads = 1;
    const ushort Load = 0x20, IfEqual = 0x15, Return = 0x06;
    const uint Preadv2 = 327, Pwritev2 = 328, Allow = 0x7fff0000, NotPermitted = 0x00050000 | 1;

    [StructLayout(LayoutKind.Sequential)]
    struct Instruction(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        public ushort Code = code;
        public byte IfTrue = ifTrue, IfFalse = ifFalse;
        public uint Operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct Filter
    {
        public ushort Length;
        public nint Instructions;
    }

    // A sandbox that has not heard of some system calls refuses them with EPERM: what can be done by others is done.
    public override int Run()
    {
        Instruction[] instructions =
        [
            new(Load, 0, 0, 0), // the call's number
            new(IfEqual, 2, 0, Preadv2),
            new(IfEqual, 1, 0, Pwritev2),
            new(Return, 0, 0, Allow),
            new(Return, 0, 0, NotPermitted),
        ];
        prctl(SetNoNewPrivileges, 1, 0, 0, 0);
        GCHandle pinned = GCHandle.Alloc(instructions, GCHandleType.Pinned);
        Filter filter = new() { Length = (ushort)instructions.Length, Instructions = pinned.AddrOfPinnedObject() };
        Say("filtered: " + (syscall(Seccomp, SetFilter, AllThreads, ref filter) == 0));
        pinned.Free();

        string path = Path.GetTempFileName();
        File.WriteAllText(path, new string('x', 100_000));
        Say("file: " + File.ReadAllText(path).Length);
        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Write(new byte[8192]);
            file.Position = 0;
            Say("bytes: " + file.Read(new byte[4096]) + " " + file.Read(new byte[4096]));
        }
        File.Delete(path);

        using AnonymousPipeServerStream server = new(PipeDirection.In);
        Thread writer = Go(() =>
        {
            using AnonymousPipeClientStream client = new(PipeDirection.Out, server.GetClientHandleAsString());
            client.Write(new byte[100]);
        });
        Say("pipe: " + server.Read(new byte[100]));
        writer.Join();
        Console.Error.WriteLine("errors are written, too");
        Say("input: " + Console.ReadLine());
        return 0;
    }

    [DllImport("libc")]
    static extern int prctl(int option, nint a, nint b, nint c, nint d);

    [DllImport("libc")]
    static extern nint syscall(nint number, nint operation, nint flags, ref Filter filter);
}
