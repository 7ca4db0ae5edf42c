using Shim.Loop.Interop;

namespace Shim.Loop;

/// <content>Hearing of it when the clock on the wall is set while the loop waits (libev: <c>evtimerfd_init</c>).</content>
public sealed partial class EventLoop
{
    private IoWatcher? _jumpWatcher;
    private DescriptorHandle? _jumpFd;

    /// <summary>Called when there are periodics; loops without any need no descriptor.</summary>
    private void WatchForJumps()
    {
        if (_jumpWatcher is null)
        {
            _jumpWatcher = new IoWatcher(this, 0, IoEvents.Read, static (io, events) => io.Loop.OnJump(events))
            {
                IsHidden = true,
                Priority = MaxPriority,
            };
            OpenJumpFd();
        }
    }

    private void OpenJumpFd()
    {
        int fd = _clock.OpenJumpDescriptor();
        if (fd >= 0)
        {
            _jumpFd = DescriptorHandle.Own(fd, nameof(IClock.OpenJumpDescriptor));
            _jumpWatcher!.Set(fd, IoEvents.Read);
            StartHidden(_jumpWatcher);
        }
    }

    private void CloseJumpFd()
    {
        if (_jumpFd is not null)
        {
            StopHidden(_jumpWatcher!);
            _jumpFd.Dispose();
            _jumpFd = null;
        }
    }

    private void OnJump(IoEvents events)
    {
        CloseJumpFd();
        if ((events & IoEvents.Error) == 0)
        {
            // Before the look at the clock, so that no jump falls between.
            OpenJumpFd();
        }
        _wallReadAt = _now - WallRecheckNs;
        UpdateWall();
    }
}
