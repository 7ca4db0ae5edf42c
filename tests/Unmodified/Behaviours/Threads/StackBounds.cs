using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>Native code that asks which stack it runs on, as script engines and other garbage collectors do, is told the right one.</summary>
class StackBounds : Scenario
{
    const int SizeOfAttributes = 56;

    public override int Run()
    {
        Ask("main");
        var ready = new CountdownEvent(5);
        var threads = Enumerable.Range(0, 5).Select(i => new Thread(() =>
        {
            bool first = IsOnStack();
            ready.Signal();
            ready.Wait();
            Thread.Sleep(5);
            bool second = IsOnStack();
            Say("thread: " + first + " " + second);
        }, i * 512 * 1024)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Ask("main");
        return 0;
    }

    static void Ask(string label)
    {
        Say(label + ": " + IsOnStack());
    }

    static bool IsOnStack()
    {
        int local = 0;
        nint here = Unsafe.ByteOffset(ref Unsafe.NullRef<int>(), ref local);
        byte[] attributes = new byte[SizeOfAttributes];
        if (GetAttributes(Self(), attributes) != 0 || GetStack(attributes, out nint start, out nint size) != 0)
        {
            return false;
        }
        DestroyAttributes(attributes);
        return here > start && here < start + size;
    }

    [DllImport("libc", EntryPoint = "pthread_self")]
    static extern nint Self();

    [DllImport("libc", EntryPoint = "pthread_getattr_np")]
    static extern int GetAttributes(nint thread, byte[] attributes);

    [DllImport("libc", EntryPoint = "pthread_attr_getstack")]
    static extern int GetStack(byte[] attributes, out nint start, out nint size);

    [DllImport("libc", EntryPoint = "pthread_attr_destroy")]
    static extern int DestroyAttributes(byte[] attributes);
}
