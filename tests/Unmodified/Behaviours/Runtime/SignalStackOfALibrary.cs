using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>
/// What native libraries do that expect faults: each thread gets a signal stack, which is freed when the thread ends. Then another thread takes a null
/// reference, whose handler needs one.
/// </summary>
class SignalStackOfALibrary : Scenario
{
    const int Enough = 256 * 1024;

    static int _key;
    static int _caught;

    public override int Run()
    {
        nint free = NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "free");
        Say("key: " + CreateKey(out _key, free));

        // Thrown once while all is as it was.
        Go(() => Outcome("before", () => Use(null))).Join();
        foreach (bool asks in new[] { true, false })
        {
            for (int round = 0; round < 3; round++)
            {
                var inside = Enumerable.Range(0, 3).Select(_ => Go(() => Enter(asks))).ToList();
                inside.ForEach(t => t.Join());
                Settle();
                Go(() => Outcome("null reference after a library that " + (asks ? "asks" : "does not ask"), () => Use(null))).Join();
            }
        }
        Say("inside: " + _caught);
        return 0;
    }

    static void Enter(bool asks)
    {
        GetSignalStack(0, out SignalStack old);
        if (!asks || old.Size < Enough)
        {
            var own = new SignalStack { Start = Marshal.AllocHGlobal(Enough), Size = Enough };
            SetSignalStack(ref own, 0);
            SetSpecific(_key, own.Start);
        }
        for (int i = 0; i < 2; i++)
        {
            try
            {
                Use(null);
            }
            catch (NullReferenceException)
            {
                Interlocked.Increment(ref _caught);
            }
            Thread.Sleep(5);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Use(string text)
    {
        _ = text.Length;
    }

    struct SignalStack
    {
        public nint Start;
        public int Flags;
        public nint Size;
    }

    [DllImport("libc", EntryPoint = "sigaltstack")]
    static extern int GetSignalStack(nint replacement, out SignalStack current);

    [DllImport("libc", EntryPoint = "sigaltstack")]
    static extern int SetSignalStack(ref SignalStack replacement, nint current);

    [DllImport("libc", EntryPoint = "pthread_key_create")]
    static extern int CreateKey(out int key, nint destructor);

    [DllImport("libc", EntryPoint = "pthread_setspecific")]
    static extern int SetSpecific(int key, nint value);
}
