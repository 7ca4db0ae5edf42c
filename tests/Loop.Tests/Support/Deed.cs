namespace Shim.Loop.Tests.Support;

internal enum Op
{
    Start,
    Stop,
    Again,
    Prioritize,
    Send,
    Feed,
    Clear,
    Ready,
    NotReady,
    Fork,
    SetClock,
}

/// <summary>Something that a callback does, with what it needs if it is of that kind.</summary>
internal readonly record struct Deed(Op Op, int Id, long After, long Repeat, int Priority, long Jump);
