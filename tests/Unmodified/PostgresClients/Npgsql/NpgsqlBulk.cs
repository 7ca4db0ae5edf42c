using System;
using System.IO;
using System.Threading;
using Npgsql;
using NpgsqlTypes;

/// <summary>Rows by COPY, in and out, binary and text; then batches, prepared statements and readers that stream.</summary>
class NpgsqlBulk : PostgresScenario
{
    const string Pool = "Maximum Pool Size=6;";
    const int Threads = 12;
    const int Rows = 2000;

    public override void Run()
    {
        using (NpgsqlConnection connection = Open(Pool))
        {
            Execute(connection, "create table rows (thread int, number int, data bytea)");
        }
        Crowd(Threads, me =>
        {
            using (NpgsqlConnection connection = Open(Pool))
            using (NpgsqlBinaryImporter importer = connection.BeginBinaryImport("copy rows from stdin (format binary)"))
            {
                for (int i = 0; i < Rows; i++)
                {
                    importer.StartRow();
                    importer.Write(me, NpgsqlDbType.Integer);
                    importer.Write(i, NpgsqlDbType.Integer);
                    importer.Write(new byte[i % 500], NpgsqlDbType.Bytea);
                }
                if (me % 4 != 3)
                {
                    importer.Complete();
                }
            }
        });
        using (NpgsqlConnection connection = Open(Pool))
        {
            Say("rows: " + Ask<long>(connection, "select count(*) from rows"));
            Say("bytes: " + Ask<long>(connection, "select sum(length(data)) from rows"));
            using (TextReader reader = connection.BeginTextExport("copy (select number from rows where thread = 1 order by number) to stdout"))
            {
                string text = reader.ReadToEnd();
                Say("exported: " + text.Length + " characters, the last line " + text.TrimEnd().Split('\n')[^1]);
            }
            using (TextWriter writer = connection.BeginTextImport("copy rows (thread, number) from stdin"))
            {
                writer.Write("1000\t1\n1000\tnot a number\n");
                Try("a bad line", writer.Dispose);
            }
        }
        Stream();
    }

    void Stream()
    {
        long sum = 0;
        int batches = 0;
        Crowd(Threads, me =>
        {
            using (NpgsqlConnection connection = Open(Pool))
            {
                using (NpgsqlCommand command = Command(connection, "select number, data from rows where thread < $1", 3))
                {
                    command.Prepare();
                    using (NpgsqlDataReader reader = command.ExecuteReader(System.Data.CommandBehavior.SequentialAccess))
                    {
                        while (reader.Read())
                        {
                            int number = reader.GetInt32(0);
                            using (Stream data = reader.GetStream(1))
                            {
                                var buffer = new MemoryStream();
                                data.CopyTo(buffer);
                                Interlocked.Add(ref sum, number + buffer.Length);
                            }
                        }
                    }
                }
                using (var batch = new NpgsqlBatch(connection))
                {
                    for (int i = 0; i < 50; i++)
                    {
                        batch.BatchCommands.Add(new NpgsqlBatchCommand("select " + i) { });
                    }
                    using (NpgsqlDataReader reader = batch.ExecuteReader())
                    {
                        int expected = 0;
                        do
                        {
                            reader.Read();
                            if (reader.GetInt32(0) != expected++)
                            {
                                throw new InvalidOperationException("out of order");
                            }
                        }
                        while (reader.NextResult());
                        Interlocked.Add(ref batches, expected);
                    }
                }
            }
        });
        Say("streamed: " + sum);
        Say("batched: " + batches);
    }
}
