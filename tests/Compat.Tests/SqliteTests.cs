using Compat.Tests.Harness;
using Compat.Tests.Servers;
using Unmodified.Runs;
using Xunit;

namespace Compat.Tests;

/// <summary>SQLite blocks in native code, which no detour sees: the watchdog lets the others go on.</summary>
public sealed class SqliteTests(SqliteFolder folder) : LibraryTests<SqliteFolder>(Sqlite, folder), IClassFixture<SqliteFolder>
{
    public static readonly Library Sqlite = new("Microsoft.Data.Sqlite", "SqliteClients",
        new("sqlite-writers", "16 threads write to one file, one at a time, and read meanwhile", """
            committed: 48, rows: 960, numbers: 28320
            intact: ok
            """) { Threads = 16, LeastParks = 0 }, // who finds the file unlocked has nothing to wait for
        new("sqlite-locked", "the file is locked: some give up after a second, one waits in native code, and a thread that ticks goes on", """
            5 x SqliteException: SQLite Error 5: 'database is locked'.
            rows: 2, sum: 4
            went on: True
            """) { Threads = 8, HandsOver = true },
        new("sqlite-computes", "long queries in native code that call back into code that waits, while a thread ticks", """
            called back: 20000
            went on: True
            """) { Threads = 5, HandsOver = true });

    public static TheoryData<string, Mode> Rows => Sqlite.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Goes_as_on_stock(string scenario, Mode mode) => Compare(scenario, mode);
}
