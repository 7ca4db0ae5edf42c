class ClassicReaderWriterLock : Scenario
{
    public override int Run()
    {
        var rw = new ReaderWriterLock();
        rw.AcquireReaderLock(1000);
        Go(() =>
        {
            rw.AcquireReaderLock(1000);
            Say("second reader: " + rw.IsReaderLockHeld);
            rw.ReleaseReaderLock();
            Outcome("writer beside reader", () => rw.AcquireWriterLock(30));
        }).Join();
        Thread writer = Go(() =>
        {
            rw.AcquireWriterLock(10000);
            Say("writer: " + rw.IsWriterLockHeld);
            rw.ReleaseWriterLock();
        });
        Settle();
        rw.ReleaseReaderLock();
        writer.Join();
        return 0;
    }
}
