using System.Diagnostics;

namespace Shim.Green;

/// <summary>One green thread of a <see cref="Crew"/>.</summary>
[StackTraceHidden]
internal sealed class CrewMember(Crew crew)
{
    /// <summary>Null until it first runs.</summary>
    internal GreenThread? Green { get; private set; }

    /// <summary>Of its wait for work.</summary>
    internal long Ticket { get; set; }

    /// <summary>Whether it is on the crew's list of those who wait for work.</summary>
    internal bool IsIdle { get; set; }

    /// <summary>Whether the system had no thread for it at first.</summary>
    internal bool StoodInLine { get; set; }

    internal CrewMember? Next { get; set; }

    internal CrewMember? Previous { get; set; }

    internal void Run()
    {
        Green = GreenThread.Current!;
        crew.Accompany(this);
    }
}
