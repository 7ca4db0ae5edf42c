using System.IO.Pipes;

class AnonymousPipes : Scenario
{
    public override int Run()
    {
        using var server = new AnonymousPipeServerStream(PipeDirection.Out);
        using var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        int bytes = 0;
        Thread reader = Go(() =>
        {
            byte[] buffer = new byte[1000];
            int n;
            while ((n = client.Read(buffer, 0, buffer.Length)) > 0)
            {
                bytes += n;
            }
        });
        Thread writer = Go(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                server.Write(new byte[1000], 0, 1000);
            }
            server.Dispose();
        });
        writer.Join();
        reader.Join();
        Say("bytes: " + bytes);
        return 0;
    }
}
