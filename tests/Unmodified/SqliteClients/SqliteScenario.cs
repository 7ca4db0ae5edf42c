using System.IO;
using Microsoft.Data.Sqlite;

/// <summary>Started with an empty folder.</summary>
abstract class SqliteScenario : Scenario
{
    public SqliteConnection Open(string more = "")
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Server[0], "data.db")};{more}");
        connection.Open();
        return connection;
    }

    public static int Execute(SqliteConnection connection, string sql, params object[] values)
    {
        using (SqliteCommand command = Command(connection, sql, values))
        {
            return command.ExecuteNonQuery();
        }
    }

    public static T Ask<T>(SqliteConnection connection, string sql, params object[] values)
    {
        using (SqliteCommand command = Command(connection, sql, values))
        {
            return (T)command.ExecuteScalar();
        }
    }

    /// <summary>Its parameters are $0, $1 and so on.</summary>
    public static SqliteCommand Command(SqliteConnection connection, string sql, params object[] values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue("$" + i, values[i]);
        }
        return command;
    }
}
