using System;
using System.Data;
using System.Threading;
using MySqlConnector;

/// <summary>Tables loaded in bulk, read as a stream, with values larger than any buffer.</summary>
class MysqlBulk : MariaDbScenario
{
    public override void Run()
    {
        const int threads = 10, rows = 2000;
        const string pool = "Maximum Pool Size=5;AllowLoadLocalInfile=true;";
        using (MySqlConnection connection = Open(pool))
        {
            Execute(connection, "create table items (thread int, number int, name varchar(200))");
            Execute(connection, "create table blobs (thread int primary key, data longblob)");
        }
        long read = 0;
        int same = 0;
        Crowd(threads, me =>
        {
            var table = new DataTable();
            table.Columns.Add("thread", typeof(int));
            table.Columns.Add("number", typeof(int));
            table.Columns.Add("name", typeof(string));
            for (int i = 0; i < rows; i++)
            {
                table.Rows.Add(me, i, new string('x', i % 100));
            }
            var data = new byte[300_000 + me];
            new Random(me).NextBytes(data);
            using (MySqlConnection connection = Open(pool))
            {
                var copy = new MySqlBulkCopy(connection) { DestinationTableName = "items" };
                Interlocked.Add(ref read, copy.WriteToServer(table).RowsInserted);
                using (MySqlCommand command = Command(connection, "select number, length(name) from items where thread = @0", me))
                using (MySqlDataReader reader = command.ExecuteReader())
                {
                    while (reader.Read())
                    {
                        Interlocked.Add(ref read, reader.GetInt32(0) + reader.GetInt32(1));
                    }
                }
                Execute(connection, "insert into blobs values (@0, @1)", me, data);
                byte[] back = (byte[])Ask(connection, "select data from blobs where thread = @0", me);
                if (back.AsSpan().SequenceEqual(data))
                {
                    Interlocked.Increment(ref same);
                }
            }
        });
        Say("read: " + read + ", blobs: " + same);
    }
}
