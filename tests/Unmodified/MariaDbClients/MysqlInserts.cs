using System;
using System.Threading;
using MySqlConnector;

/// <summary>Many threads insert, read back, update, and roll back some of it; two lock each other out.</summary>
class MysqlInserts : MariaDbScenario
{
    public override void Run()
    {
        using (MySqlConnection connection = Open())
        {
            Execute(connection, "create table items (thread int, number int, name varchar(100), primary key (thread, number)) engine = InnoDB");
            Execute(connection, "create table accounts (id int primary key, balance int not null) engine = InnoDB");
            Execute(connection, "insert into accounts values (1, 0), (2, 0)");
        }
        Crowd(50, me =>
        {
            for (int i = 0; i < 6; i++)
            {
                using (MySqlConnection connection = Open("Maximum Pool Size=20;"))
                using (MySqlTransaction transaction = connection.BeginTransaction())
                {
                    using (MySqlCommand command = Command(connection, "insert into items values (@0, @1, @2)", me, i, "item " + new string('x', i)))
                    {
                        command.Transaction = transaction;
                        command.Prepare();
                        command.ExecuteNonQuery();
                    }
                    using (MySqlCommand command = Command(connection, "select name from items where thread = @0 and number = @1", me, i))
                    {
                        command.Transaction = transaction;
                        string name = (string)command.ExecuteScalar();
                        if (name.Length != 5 + i)
                        {
                            throw new InvalidOperationException("read " + name);
                        }
                    }
                    if (i % 3 == 2)
                    {
                        transaction.Rollback();
                    }
                    else
                    {
                        transaction.Commit();
                    }
                }
            }
        });
        using (MySqlConnection connection = Open())
        {
            Say("rows: " + Ask(connection, "select count(*) from items") + ", numbers: " + Ask(connection, "select sum(number) from items"));
            Try("the same again", () => Execute(connection, "insert into items values (1, 1, 'again')"));
        }
        LockEachOtherOut();
    }

    void LockEachOtherOut()
    {
        int victims = 0;
        using (var both = new Barrier(2))
        {
            Crowd(2, me =>
            {
                using (MySqlConnection connection = Open())
                {
                    Execute(connection, "start transaction");
                    Execute(connection, "update accounts set balance = 1 where id = @0", 1 + me);
                    both.SignalAndWait();
                    try
                    {
                        Execute(connection, "update accounts set balance = 1 where id = @0", 2 - me);
                        Execute(connection, "commit");
                    }
                    catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.LockDeadlock)
                    {
                        Interlocked.Increment(ref victims);
                    }
                }
            });
        }
        Say("victims of the deadlock: " + victims);
    }
}
