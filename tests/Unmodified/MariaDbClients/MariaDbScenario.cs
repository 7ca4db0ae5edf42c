using System;
using MySqlConnector;

/// <summary>Started with the server's host, port and database, and the folder of its Unix socket.</summary>
abstract class MariaDbScenario : Scenario
{
    /// <summary>A connection string with something added.</summary>
    public string Text(string more = "")
    {
        return $"Server={Server[0]};Port={Server[1]};Database={Server[2]};User ID=compat;Password=compat;Connection Timeout=60;{more}";
    }

    public MySqlConnection Open(string more = "")
    {
        var connection = new MySqlConnection(Text(more));
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

    public static int Execute(MySqlConnection connection, string sql, params object[] values)
    {
        using (MySqlCommand command = Command(connection, sql, values))
        {
            return command.ExecuteNonQuery();
        }
    }

    public static object Ask(MySqlConnection connection, string sql, params object[] values)
    {
        using (MySqlCommand command = Command(connection, sql, values))
        {
            return command.ExecuteScalar();
        }
    }

    /// <summary>Its parameters are @0, @1 and so on.</summary>
    public static MySqlCommand Command(MySqlConnection connection, string sql, params object[] values)
    {
        var command = new MySqlCommand(sql, connection);
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("@" + i, values[i]);
        }
        return command;
    }
}
