using System.Runtime.InteropServices;
using FluentAssertions;
using Shim.Green;
using Shim.Green.Switching;
using Xunit;

namespace Green.Tests;

/// <summary>Trap: who waits for one thread's end twice has another one leave early, which stands in everybody's way.</summary>
public sealed unsafe class WayHomeTests
{
    // One try will do: where the machine sleeps for long in between, all are let go.
    [Fact]
    public void Only_those_that_somebody_waits_for_go_at_once() =>
        Enumerable.Range(0, 5).Select(static _ => string.Join(' ', Sent())).Should().Contain("0 1");

    private static List<int> Sent()
    {
        Context* contexts = (Context*)NativeMemory.AllocZeroed(4, (nuint)sizeof(Context));
        Recorder switcher = new(contexts);
        WayHome home = new(switcher);
        for (int i = 0; i < 4; i++)
        {
            home.Add(contexts + i);
        }

        home.Hurry(contexts);
        home.Hurry(contexts + 1);
        home.Hurry(contexts + 1);
        for (int i = 0; i < 3; i++)
        {
            home.Arrived();
        }

        NativeMemory.Free(contexts);
        return switcher.Sent;
    }

    private sealed class Recorder(Context* first) : Switcher
    {
        internal List<int> Sent { get; } = [];

        internal override string Name => "none";

        internal override int HotContextSize => sizeof(Context);

        internal override int CarrierCount => 0;

        internal override long SwitchCount => 0;

        internal override void SendHome(Context* context) => Sent.Add((int)(context - first));

        internal override Context* CreateContext() => throw new NotSupportedException();

        internal override void Enlist(Context* self) => throw new NotSupportedException();

        internal override void AwaitParked(Context* context) => throw new NotSupportedException();

        internal override void Switch(Context* from, Context* to) => throw new NotSupportedException();

        internal override void Settle(Context* self) => throw new NotSupportedException();

        internal override void FreeContext(Context* context) => throw new NotSupportedException();

        internal override Carrier* RentSpare() => throw new NotSupportedException();

        internal override void ReturnSpare(Carrier* spare) => throw new NotSupportedException();

        internal override void GiveRole(Carrier* spare, Context* hub) => throw new NotSupportedException();

        internal override void Reenlist(Context* self, Action<object> ready, object state) => throw new NotSupportedException();
    }
}
