using System.IO.Pipes;

class NamedPipes : Scenario
{
    public override int Run()
    {
        string name = "behaviours-" + Environment.ProcessId;
        Thread server = Go(() =>
        {
            using var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1);
            pipe.WaitForConnection();
            var reader = new StreamReader(pipe);
            var writer = new StreamWriter(pipe) { AutoFlush = true };
            string line;
            while ((line = reader.ReadLine()) != null)
            {
                writer.WriteLine(line.ToUpperInvariant());
            }
        });
        Thread client = Go(() =>
        {
            using var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut);
            pipe.Connect(10000);
            var reader = new StreamReader(pipe);
            var writer = new StreamWriter(pipe) { AutoFlush = true };
            for (int i = 0; i < 5; i++)
            {
                writer.WriteLine("line " + i);
                Say(reader.ReadLine());
            }
        });
        client.Join();
        server.Join();
        using var nobody = new NamedPipeClientStream(".", name + "-nobody", PipeDirection.InOut);
        Outcome("nobody there", () => nobody.Connect(50));
        return 0;
    }
}
