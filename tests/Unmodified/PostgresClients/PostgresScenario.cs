using Npgsql;

/// <summary>Started with the server's host, port and database, and the folder of its Unix socket.</summary>
abstract class PostgresScenario : Scenario
{
    /// <summary>A connection string with something added.</summary>
    public string Text(string more = "")
    {
        return $"Host={Server[0]};Port={Server[1]};Database={Server[2]};Username=compat;Password=compat;Timeout=60;{more}";
    }

    public NpgsqlConnection Open(string more = "")
    {
        var connection = new NpgsqlConnection(Text(more));
        try
        {
            connection.Open();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        return connection;
    }

    public static int Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        using (NpgsqlCommand command = Command(connection, sql, values))
        {
            return command.ExecuteNonQuery();
        }
    }

    public static T Ask<T>(NpgsqlConnection connection, string sql, params object[] values)
    {
        using (NpgsqlCommand command = Command(connection, sql, values))
        {
            return (T)command.ExecuteScalar();
        }
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        return command;
    }
}
