using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

/// <summary>A process that is out of descriptors (EMFILE).</summary>
public class DescriptorLimitTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_backend_that_cannot_be_made_says_so_and_leaves_nothing_behind(string name)
    {
        RealWorld.NewBackend(name).Dispose(); // So that everything is loaded that takes a descriptor to load.
        int free = LowestFree();
        for (int allowed = 0; allowed < 2; allowed++)
        {
            IPollBackend? backend = null;
            Exception? error = null;
            Libc.WithDescriptorsBelow(free + allowed, () => error = Record.Exception(() => backend = RealWorld.NewBackend(name)));
            if (allowed == 1 && backend?.Kind is LoopBackends.Poll or LoopBackends.Select)
            {
                backend!.Dispose(); // The eventfd is all they have.
            }
            else
            {
                error.Should().BeOfType<IOException>().Which.Message.Should().Contain("errno 24");
            }
            LowestFree().Should().Be(free);
        }
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_backend_can_start_again_on_the_last_descriptor(string name)
    {
        using var world = new RealWorld(name);
        int fd = world.NewFd();
        world.MakeReadable(fd);
        Libc.WithDescriptorsBelow(LowestFree(), world.Backend.Recreate);
        world.Io(fd, "io", w => w.Stop()).Start();
        world.Loop.Run();
        world.Log.Should().Equal("io");
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void Numbers_beyond_what_C_has_room_for_are_watched(string name)
    {
        const int Number = 1500; // An fd_set ends at 1023.
        using var world = new RealWorld(name);
        int fd = world.NewFd();
        Libc.Dup2(fd, Number);
        world.Io(Number, "high", w => w.Stop()).Start();
        world.Loop.Run(RunMode.NoWait);
        world.Log.Should().BeEmpty();
        world.MakeReadable(fd);
        world.Loop.Run().Should().BeFalse();
        world.Log.Should().Equal("high");
        Libc.Close(Number);
        world.Loop.Run(RunMode.NoWait);
        world.Backend.Poll(0, new NoSink()).Should().BeTrue();
    }

    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_number_past_the_end_of_the_process_s_table_is_closed(string name)
    {
        using var world = new RealWorld(name);
        var events = IoEvents.None;
        new IoWatcher(world.Loop, 15_000, IoEvents.Read, (_, e) => events = e).Start();
        world.Timer("timer", w => w.Loop.Break()).Start(10_000_000_000); // In vain, if it is waited for.
        world.Loop.Run(RunMode.Once);
        events.Should().HaveFlag(IoEvents.Error);
    }

    private static int LowestFree()
    {
        int fd = Libc.Dup(0);
        Libc.Close(fd);
        return fd;
    }
}
