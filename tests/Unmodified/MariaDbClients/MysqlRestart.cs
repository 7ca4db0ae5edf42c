using System;
using System.Collections.Generic;
using System.Linq;
using MySqlConnector;

/// <summary>The server is killed while many threads use it, and comes back: they go on, and nothing that was committed is lost.</summary>
class MysqlRestart : MariaDbScenario
{
    readonly List<string> rows = new List<string>();

    public override void Run()
    {
        using (MySqlConnection connection = Open())
        {
            Execute(connection, "create table items (thread int, number int, primary key (thread, number)) engine = InnoDB");
        }
        int survivors = InsertUnderRestart<MySqlException>(20, Insert);
        Say("threads that saw it die and went on: " + survivors);
        Say("lost: " + Insist(Lost));
    }

    int Lost()
    {
        var kept = new HashSet<string>();
        using (MySqlConnection connection = Open())
        using (MySqlDataReader reader = Command(connection, "select thread, number from items").ExecuteReader())
        {
            while (reader.Read())
            {
                kept.Add(reader.GetInt32(0) + "/" + reader.GetInt32(1));
            }
        }
        return rows.Count(row => !kept.Contains(row));
    }

    /// <summary>Inserts a row, and notes that the server said so.</summary>
    int Insert(int thread, int number)
    {
        int inserted;
        using (MySqlConnection connection = Open())
        {
            inserted = Execute(connection, "insert ignore into items values (@0, @1)", thread, number);
        }
        lock (rows)
        {
            rows.Add(thread + "/" + number);
        }
        return inserted;
    }
}
