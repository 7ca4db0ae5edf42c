using System;
using System.Threading;
using MySqlConnector;

/// <summary>Through TLS, with the server's certificate checked by name; and through the Unix socket.</summary>
class MysqlTls : MariaDbScenario
{
    public override void Run()
    {
        string checkedTls = $"Server=localhost;SSL Mode=VerifyFull;SSL CA={Server[3]}/server.crt;Maximum Pool Size=6;";
        Exchange("TLS", checkedTls);
        Exchange("Unix socket", $"Server={Server[3]}/socket;Connection Protocol=Unix;Maximum Pool Size=6;");
        using (MySqlConnection connection = Open(checkedTls))
        using (MySqlDataReader reader = Command(connection, "show status like 'Ssl_cipher'").ExecuteReader())
        {
            Say("encrypted: " + (reader.Read() && reader.GetString(1).Length > 0));
        }
        Try("a certificate of nobody's", () => Open("Server=localhost;SSL Mode=VerifyFull;Pooling=false;").Dispose());
        Try("another password", () => Open("Password=wrong;Pooling=false;").Dispose());
    }

    void Exchange(string label, string how)
    {
        long bytes = 0;
        Crowd(12, me =>
        {
            var data = new byte[200_000 + me];
            new Random(me).NextBytes(data);
            using (MySqlConnection connection = Open(how))
            {
                // More than any buffer holds goes each way.
                byte[] back = (byte[])Ask(connection, "select @0", data);
                if (!back.AsSpan().SequenceEqual(data))
                {
                    throw new InvalidOperationException("other bytes");
                }
                Interlocked.Add(ref bytes, back.Length);
            }
        });
        Say(label + ": " + bytes + " bytes");
    }
}
