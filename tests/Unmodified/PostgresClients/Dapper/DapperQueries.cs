using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Dapper;
using Npgsql;

/// <summary>Objects in and out: lists of parameters, joins, several results at once, results that stream, transactions.</summary>
class DapperQueries : PostgresScenario
{
    const string Pool = "Maximum Pool Size=6;";

    class Author
    {
        public int Id { get; set; }
        public string Name { get; set; }
    }

    class Book
    {
        public int Id { get; set; }
        public string Title { get; set; }
        public Author Author { get; set; }
    }

    public override void Run()
    {
        using (NpgsqlConnection connection = Open(Pool))
        {
            connection.Execute("create table authors (id int primary key, name text); create table books (id serial primary key, author int, title text)");
        }
        int titles = 0, streamed = 0;
        Crowd(16, me =>
        {
            using (NpgsqlConnection connection = Open(Pool))
            {
                connection.Execute("insert into authors values (@Id, @Name)", new Author { Id = me, Name = "author " + me });
                connection.Execute("insert into books (author, title) values (@author, @title)",
                    Enumerable.Range(0, 20).Select(i => new { author = me, title = "book " + i }));
                using (NpgsqlTransaction transaction = connection.BeginTransaction())
                {
                    connection.Execute("delete from books", transaction: transaction);
                    transaction.Rollback();
                }
                List<Book> books = connection.Query<Book, Author, Book>(
                    "select b.id, b.title, a.id, a.name from books b join authors a on a.id = b.author where a.id = @me order by b.id",
                    (book, author) =>
                    {
                        book.Author = author;
                        return book;
                    },
                    new { me }).AsList();
                Interlocked.Add(ref titles, books.Count(b => b.Author.Name == "author " + me && b.Title == "book " + books.IndexOf(b)));
                using (SqlMapper.GridReader several = connection.QueryMultiple("select count(*) from books where author = @me; select name from authors where id = any(@ids)",
                    new { me, ids = new[] { me } }))
                {
                    if (several.ReadSingle<long>() != 20 || several.Read<string>().Single() != "author " + me)
                    {
                        throw new InvalidOperationException("other results");
                    }
                }
                foreach (int number in connection.Query<int>("select generate_series(1, 3000)", buffered: false))
                {
                    Interlocked.Increment(ref streamed);
                }
            }
        });
        Say("titles: " + titles + ", streamed: " + streamed);
        using (NpgsqlConnection connection = Open(Pool))
        {
            Say("books: " + connection.ExecuteScalar<long>("select count(*) from books"));
            Try("none", () => connection.QuerySingle<Author>("select * from authors where id = -1"));
            Try("too slow", () => connection.Query<int>("select 1 from pg_sleep(60)", commandTimeout: 1));
        }
    }
}
