using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using FluentAssertions;
using Shim.Loop.Tests.Interop;
using Shim.Loop.Tests.Support;
using Xunit;

namespace Shim.Loop.Tests;

[SupportedOSPlatform("linux")]
public class InterruptedPollTests
{
    [Theory, MemberData(nameof(World.Real), MemberType = typeof(World))]
    public void A_signal_ends_the_wait_and_is_no_error(string name)
    {
        using IPollBackend backend = RealWorld.NewBackend(name);
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, c => c.Cancel = true);
        int threadId = 0;
        bool? isIntact = null;
        var poller = new Thread(() =>
        {
            Volatile.Write(ref threadId, Libc.ThreadId());
            isIntact = backend.Poll(3_600_000_000_000, new NoSink());
        });
        poller.Start();
        // It may not have begun to wait when the first signal comes; there is no telling, so they go on coming.
        while (!poller.Join(1))
        {
            if (Volatile.Read(ref threadId) != 0)
            {
                try
                {
                    Libc.Signal(threadId, Libc.SIGWINCH);
                }
                catch (InvalidOperationException)
                {
                    // It has just ended.
                }
            }
        }
        isIntact.Should().BeTrue();
    }

    [Fact]
    public void The_loop_goes_on_after_a_poll_that_found_nothing()
    {
        using var world = new FakeWorld();
        int left = 3;
        world.Timer("timer").Start(1_000_000);
        // A wait that a signal cut short: the poll ends before the timer is due.
        world.Backend.DuringPoll = () =>
        {
            if (left-- > 0)
            {
                world.Backend.Wake();
            }
        };
        world.Loop.Run();
        world.Log.Should().Equal("timer");
        world.Backend.Timeouts.Should().HaveCount(4);
    }
}
