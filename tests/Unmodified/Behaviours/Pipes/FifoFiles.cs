using System.Diagnostics;

class FifoFiles : Scenario
{
    // Opening a FIFO waits for the other end; so does reading.
    public override int Run()
    {
        string path = Path.Combine(Path.GetTempPath(), "behaviours-" + Environment.ProcessId + ".fifo");
        using (Process p = Process.Start("mkfifo", path))
        {
            p.WaitForExit();
        }
        Thread reader = Go(() =>
        {
            using var f = new StreamReader(path);
            string line;
            while ((line = f.ReadLine()) != null)
            {
                Say("read: " + line);
            }
        });
        Settle();
        Thread writer = Go(() =>
        {
            using var f = new StreamWriter(path) { AutoFlush = true };
            for (int i = 0; i < 3; i++)
            {
                f.WriteLine("line " + i);
                Thread.Sleep(20);
            }
        });
        writer.Join();
        reader.Join();
        File.Delete(path);
        return 0;
    }
}
