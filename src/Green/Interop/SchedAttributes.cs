using System.Runtime.InteropServices;

namespace Shim.Green.Interop;

/// <summary>struct sched_attr of sched_setattr(2), as it was at first (SCHED_ATTR_SIZE_VER0).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SchedAttributes
{
    internal const uint FirstSize = 48;

    internal uint Size;
    internal uint Policy;
    internal ulong Flags;
    internal int Nice;
    internal uint Priority;
    internal ulong Runtime;
    internal ulong Deadline;
    internal ulong Period;
}
