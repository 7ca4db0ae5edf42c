using System.Runtime.InteropServices;

sealed class SignalsBesideAMainLoop : Scenario
{
    // The main thread is in a loop of native code, as a GUI's is, that nothing but its own descriptors wakes. Handlers post to it.
    public override int Run()
    {
        var ends = new int[2];
        Pipe(ends);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c =>
        {
            c.Cancel = true;
            Write(ends[1], new byte[] { (byte)'q' }, 1);
        });
        using var usr1 = PosixSignalRegistration.Create((PosixSignal)Usr1, c =>
        {
            c.Cancel = true;
            Write(ends[1], new byte[] { (byte)'u' }, 1);
        });
        Go(() =>
        {
            Settle();
            Raise(Usr1);
            Settle();
            Raise(Usr1);
            Settle();
            Raise(Term);
        });
        var events = new byte[1];
        do
        {
            var wanted = new Poll { Descriptor = ends[0], Events = 1 };
            PollOne(ref wanted, 1, -1);
            Read(ends[0], events, 1);
            Say("the main loop got " + (char)events[0]);
        }
        while (events[0] != 'q');
        return 0;
    }

    struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Got;
    }

    [DllImport("libc", EntryPoint = "pipe")]
    static extern int Pipe(int[] ends);

    [DllImport("libc", EntryPoint = "poll")]
    static extern int PollOne(ref Poll wanted, nint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read")]
    static extern nint Read(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", EntryPoint = "write")]
    static extern nint Write(int descriptor, byte[] buffer, nint count);
}
