using FluentAssertions;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>Real files; by polling on the fake clock, and by inotify on the real backend, where a poll would come too late.</summary>
public sealed class StatTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private readonly string _directory = Directory.CreateTempSubdirectory("loop-stat-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Without_inotify_the_file_is_looked_at_every_few_seconds()
    {
        using var world = new FakeWorld();
        world.Loop.UsesInotify = false;
        string path = Write("file", "a");
        StatWatcher stat = Stat(world, path);
        stat.Interval.Should().Be(5_007_489_100);
        stat.Start();
        Write("file", "ab");
        world.Clock.Advance(5 * Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        world.Clock.Advance(Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().Equal("1 -> 2");
        world.Clock.Advance(10 * Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().HaveCount(1, "nothing has changed since");
        world.Loop.Verify();
    }

    [Theory, InlineData(1, 107_489_100), InlineData(Second, Second), InlineData(0, 5_007_489_100)]
    public void The_interval_has_a_default_and_a_least_length(long interval, long expected)
    {
        using var world = new FakeWorld();
        new StatWatcher(world.Loop, "/", _ => { }, interval).Interval.Should().Be(expected);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Coming_and_going_are_changes(bool usesInotify)
    {
        using World world = Create(usesInotify);
        string path = Path.Combine(_directory, "file");
        StatWatcher stat = Stat(world, path);
        stat.Start();
        stat.Current.Should().Be(default(FileStat));
        Write("file", "abc");
        RunUntil(world, 1);
        File.Delete(path);
        RunUntil(world, 2);
        Write("file", "abcd");
        RunUntil(world, 3);
        world.Log.Should().Equal("none -> 3", "3 -> none", "none -> 4");
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Every_attribute_counts(bool usesInotify)
    {
        using World world = Create(usesInotify);
        string path = Write("file", "abc");
        StatWatcher stat = Stat(world, path);
        stat.Start();
        File.SetUnixFileMode(path, UnixFileMode.UserRead);
        RunUntil(world, 1);
        stat.Current.Mode.Should().NotBe(stat.Previous.Mode);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        RunUntil(world, 2);
        stat.Current.ModifyTime.Should().Be(1_577_836_800 * Second).And.NotBe(stat.Previous.ModifyTime);
        string other = Write("other", "abc");
        File.Move(other, path, overwrite: true);
        RunUntil(world, 3);
        stat.Current.Inode.Should().NotBe(stat.Previous.Inode);
        stat.Current.Device.Should().Be(stat.Previous.Device).And.NotBe(0);
        // The new file is the one that is watched now.
        File.AppendAllText(path, "d");
        RunUntil(world, 4);
        (stat.Previous.Size, stat.Current.Size).Should().Be((3, 4));
    }

    [Fact]
    public void Directories_of_the_path_may_come_later()
    {
        using World world = Create(usesInotify: true);
        StatWatcher stat = Stat(world, Path.Combine(_directory, "a", "b", "file"));
        stat.Start();
        Directory.CreateDirectory(Path.Combine(_directory, "a"));
        world.Loop.Run(RunMode.NoWait);
        Directory.CreateDirectory(Path.Combine(_directory, "a", "b"));
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        Write(Path.Combine("a", "b", "file"), "x");
        RunUntil(world, 1);
        world.Log.Should().Equal("none -> 1");
    }

    [Fact]
    public void A_symbolic_link_is_watched_itself()
    {
        using World world = Create(usesInotify: true);
        string target = Write("target", "abc");
        string link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, target);
        StatWatcher stat = Stat(world, link);
        stat.Start();
        stat.Current.Size.Should().Be(target.Length);
        File.AppendAllText(target, "d");
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        File.Delete(link);
        RunUntil(world, 1);
        world.Log.Should().Equal($"{target.Length} -> none");
    }

    [Fact]
    public void Watchers_of_one_file_do_not_disturb_each_other()
    {
        using World world = Create(usesInotify: true);
        string path = Write("file", "a");
        StatWatcher first = Stat(world, path);
        StatWatcher second = Stat(world, path);
        first.Start();
        second.Start();
        world.Loop.ActiveCount.Should().Be(2);
        Write("file", "ab");
        RunUntil(world, 2);
        first.Stop();
        Write("file", "abc");
        RunUntil(world, 3);
        world.Log.Should().Equal("1 -> 2", "1 -> 2", "2 -> 3");
        world.Loop.Verify();
        second.Stop();
        world.Loop.Run().Should().BeFalse("inotify does not keep the loop running");
    }

    [Fact]
    public void A_change_of_ones_own_can_be_taken_for_known()
    {
        using var world = new FakeWorld();
        string path = Write("file", "a");
        StatWatcher stat = Stat(world, path);
        stat.Start();
        Write("file", "ab");
        stat.Refresh();
        stat.Current.Size.Should().Be(2);
        world.Clock.Advance(60 * Second);
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
    }

    [Fact]
    public void It_goes_on_after_a_fork()
    {
        using World world = Create(usesInotify: true);
        Write("file", "a");
        Stat(world, Path.Combine(_directory, "file")).Start();
        world.Loop.NotifyFork();
        world.Loop.Run(RunMode.NoWait);
        Write("file", "ab");
        RunUntil(world, 1);
        world.Log.Should().Equal("1 -> 2");
        world.Loop.Verify();
    }

    [Fact]
    public void What_has_changed_just_before_a_fork_is_told()
    {
        using World world = Create(usesInotify: true);
        Stat(world, Write("file", "a")).Start();
        Write("file", "ab");
        world.Loop.NotifyFork();
        RunUntil(world, 1);
        world.Log.Should().Equal("1 -> 2");
    }

    [Fact]
    public void What_the_kernel_had_no_room_to_tell_is_found_out()
    {
        int most = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"));
        using World world = Create(usesInotify: true);
        string[] noise = [Write("a", ""), Write("b", "")];
        Stat(world, noise[0]).Start();
        Stat(world, noise[1]).Start();
        Stat(world, Write("file", "a")).Start();

        // Alternately, as of two that are the same in a row the kernel keeps one. No more than many: where there is room for them all, all are told.
        for (int i = 0; i <= Math.Min(most, 100_000); i++)
        {
            File.SetLastWriteTimeUtc(noise[i % 2], DateTime.UnixEpoch.AddSeconds(i));
        }
        Write("file", "ab");
        RunUntil(world, 3);
        world.Log.Should().Contain("1 -> 2");
    }

    [Fact]
    public void Files_that_come_and_go_faster_than_they_are_looked_at_do_not_keep_the_loop_from_the_rest()
    {
        using World world = Create(usesInotify: true);
        for (int i = 0; i < 200; i++)
        {
            Stat(world, Path.Combine(_directory, $"absent{i}")).Start();
        }
        world.Timer("timer", w => w.Loop.Break()).Start(Second / 10);
        bool isOver = false;
        long start = Environment.TickCount64;
        var noise = new Thread(() =>
        {
            // By several names: of two events that are the same in a row the kernel keeps one.
            for (int i = 0; !Volatile.Read(ref isOver) && Environment.TickCount64 - start < 4000; i++)
            {
                File.Delete(Write($"noise{i % 2}", ""));
            }
        });
        noise.Start();
        world.Loop.Run();
        long took = Environment.TickCount64 - start;
        Volatile.Write(ref isOver, true);
        noise.Join();
        world.Log.Should().Equal("timer");
        took.Should().BeLessThan(2000);
    }

    [Fact]
    public void One_that_is_stopped_hears_nothing()
    {
        using World world = Create(usesInotify: true);
        StatWatcher stat = Stat(world, Write("file", "a"));
        stat.Start();
        Write("file", "ab");
        world.Timer("timer").Start(0);
        stat.Stop();
        stat.Stop();
        world.Elapse(1000);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("timer");
        stat.Start();
        stat.Current.Size.Should().Be(2);
    }

    [Fact]
    public void A_disposed_loop_keeps_no_descriptors()
    {
        int before = Descriptors.Count();
        World world = Create(usesInotify: true);
        Stat(world, _directory).Start();
        world.Dispose();
        Descriptors.Count().Should().Be(before);
    }

    [Theory, InlineData(""), InlineData("a\0b")]
    public void A_path_that_is_none_is_refused(string path)
    {
        using var world = new FakeWorld();
        world.Invoking(w => Stat(w, path)).Should().Throw<ArgumentException>();
        world.Invoking(w => new StatWatcher(w.Loop, "/", _ => { }, -1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static World Create(bool usesInotify)
    {
        World world = usesInotify ? new EpollWorld() : new FakeWorld();
        world.Loop.UsesInotify = usesInotify;
        return world;
    }

    private static StatWatcher Stat(World world, string path) =>
        new(world.Loop, path, w => world.Log.Add($"{Size(w.Previous)} -> {Size(w.Current)}"));

    private static string Size(FileStat stat) => stat.Exists ? $"{stat.Size}" : "none";

    /// <summary>On the real clock the limit is below the polling interval, so that only inotify can tell in time.</summary>
    private static void RunUntil(World world, int count)
    {
        var limit = new TimerWatcher(world.Loop, w => w.Loop.Break());
        limit.Start(world is FakeWorld ? 20 * Second : 4 * Second);
        while (world.Log.Count < count && limit.IsActive)
        {
            world.Loop.Run(RunMode.Once);
        }
        limit.Stop();
        world.Log.Should().HaveCountGreaterThanOrEqualTo(count);
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, content);
        return path;
    }
}
