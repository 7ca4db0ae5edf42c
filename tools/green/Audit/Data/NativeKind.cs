namespace Green.Audit.Data;

/// <summary>What a native function does to the thread that calls it.</summary>
internal enum NativeKind
{
    /// <summary>No list has it.</summary>
    Unknown,

    /// <summary>Waits for another thread, process, machine or device: nothing may reach it unseen.</summary>
    Blocks,

    /// <summary>Takes a while, and is over by itself.</summary>
    Short,

    /// <summary>Computes, or asks the kernel something that it answers at once.</summary>
    Never,
}
