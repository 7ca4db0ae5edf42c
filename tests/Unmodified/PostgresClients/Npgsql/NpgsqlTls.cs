using System.Linq;
using System.Threading;
using Npgsql;

/// <summary>Through TLS, with the server's certificate checked by name; and through the Unix socket.</summary>
class NpgsqlTls : PostgresScenario
{
    public override void Run()
    {
        string checkedTls = $"Host=localhost;SSL Mode=VerifyFull;Root Certificate={Server[3]}/server.crt;Maximum Pool Size=6;";
        Exchange("TLS", checkedTls);
        Exchange("Unix socket", $"Host={Server[3]};Maximum Pool Size=6;");
        using (NpgsqlConnection connection = Open(checkedTls))
        {
            Say("encrypted: " + Ask<bool>(connection, "select ssl from pg_stat_ssl where pid = pg_backend_pid()"));
        }
        Try("a certificate of nobody's", () => Open("Host=localhost;SSL Mode=VerifyFull;Pooling=false;").Dispose());
        Try("another password", () => Open("Password=wrong;Pooling=false;").Dispose());
    }

    void Exchange(string label, string how)
    {
        long bytes = 0;
        Crowd(12, me =>
        {
            var data = new byte[200_000 + me];
            new System.Random(me).NextBytes(data);
            using (NpgsqlConnection connection = Open(how))
            {
                // More than any buffer holds goes each way.
                byte[] back = Ask<byte[]>(connection, "select $1 || $1", data);
                if (!back.Take(data.Length).SequenceEqual(data) || !back.Skip(data.Length).SequenceEqual(data))
                {
                    throw new System.InvalidOperationException("other bytes");
                }
                Interlocked.Add(ref bytes, back.Length);
            }
        });
        Say(label + ": " + bytes + " bytes");
    }
}
