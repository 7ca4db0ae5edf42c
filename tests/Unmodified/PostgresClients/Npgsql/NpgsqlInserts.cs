using System;
using Npgsql;

/// <summary>Many threads insert, read back, update and delete.</summary>
class NpgsqlInserts : PostgresScenario
{
    public override void Run()
    {
        using (NpgsqlConnection connection = Open())
        {
            Execute(connection, "create table items (thread int, number int, name text, made timestamptz default now(), primary key (thread, number))");
        }
        Crowd(50, me =>
        {
            for (int i = 0; i < 5; i++)
            {
                using (NpgsqlConnection connection = Open("Maximum Pool Size=20;"))
                {
                    Execute(connection, "insert into items values ($1, $2, $3)", me, i, "item " + new string((char)('a' + me % 26), 10 * i));
                    string name = Ask<string>(connection, "select name from items where thread = $1 and number = $2", me, i);
                    if (name.Length != 5 + 10 * i)
                    {
                        throw new InvalidOperationException("read " + name);
                    }
                    Execute(connection, "update items set number = number + 1000 where thread = $1 and number = $2", me, i);
                    if (i == 0)
                    {
                        Execute(connection, "delete from items where thread = $1 and number = 1000", me);
                    }
                }
            }
        });
        using (NpgsqlConnection connection = Open())
        {
            Say("rows: " + Ask<long>(connection, "select count(*) from items"));
            Say("numbers: " + Ask<long>(connection, "select sum(number) from items"));
            Say("characters: " + Ask<long>(connection, "select sum(length(name)) from items"));
        }
    }
}
