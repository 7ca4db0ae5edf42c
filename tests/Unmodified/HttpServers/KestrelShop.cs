using System;
using System.Threading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

/// <summary>ASP.NET Core over a database that its handlers ask synchronously. Customers come from outside, until standard input ends. Started with the database's host, port
/// and name, its folder, and the port to listen on.</summary>
class KestrelShop : HttpScenario
{
    string database;

    public override void Run()
    {
        database = $"Host={Server[0]};Port={Server[1]};Database={Server[2]};Username=compat;Password=compat;Timeout=60;Maximum Pool Size=70;";
        Execute("create table goods (id int primary key, left_over int); create table orders (id serial primary key, good int, customer text)");
        Execute("insert into goods select g, 20 from generate_series(1, 5) g");
        // Handlers that block need threads at once; by itself the pool gets one a second.
        ThreadPool.SetMinThreads(100, 100);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:" + Server[4]);
        WebApplication app = builder.Build();
        app.MapPost("/buy/{good:int}", (int good, string customer) => Buy(good, customer) ? Results.Ok("sold") : Results.Conflict("sold out"));
        app.MapGet("/slow", () =>
        {
            Execute("select 1 from pg_sleep(0.2)");
            return "slept";
        });
        app.StartAsync().Wait();
        Say("open");
        Console.In.ReadToEnd();
        app.StopAsync().Wait();
        Say("orders: " + Execute("select count(*) from orders") + ", left: " + Execute("select sum(left_over) from goods"));
    }

    bool Buy(int good, string customer)
    {
        using (var connection = new NpgsqlConnection(database))
        {
            connection.Open();
            using (NpgsqlTransaction transaction = connection.BeginTransaction())
            {
                using (var look = new NpgsqlCommand("select left_over from goods where id = @good for update", connection, transaction))
                {
                    look.Parameters.AddWithValue("good", good);
                    if ((int)look.ExecuteScalar() == 0)
                    {
                        return false;
                    }
                }
                // Whoever comes meanwhile waits in the database.
                Thread.Sleep(2);
                using (var sell = new NpgsqlCommand("update goods set left_over = left_over - 1 where id = @good; insert into orders (good, customer) values (@good, @customer)", connection, transaction))
                {
                    sell.Parameters.AddWithValue("good", good);
                    sell.Parameters.AddWithValue("customer", customer);
                    sell.ExecuteNonQuery();
                }
                transaction.Commit();
                return true;
            }
        }
    }

    string Execute(string sql)
    {
        using (var connection = new NpgsqlConnection(database))
        {
            connection.Open();
            using (var command = new NpgsqlCommand(sql, connection))
            {
                return command.ExecuteScalar()?.ToString();
            }
        }
    }
}
