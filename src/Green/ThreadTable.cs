namespace Shim.Green;

/// <summary>Which green thread runs as which CLR thread, by managed thread id. Any thread may look; ids are reused, so the thread is compared.</summary>
internal static class ThreadTable
{
    private static SpinGate s_gate;
    private static GreenThread?[] s_byId = new GreenThread?[64];

    internal static GreenThread? Find(Thread thread)
    {
        GreenThread?[] table = Volatile.Read(ref s_byId);
        int id = thread.ManagedThreadId;
        return (uint)id < (uint)table.Length && table[id] is { } green && green.Thread == thread ? green : null;
    }

    /// <summary>By the id alone; null where no green thread has it.</summary>
    internal static GreenThread? Find(int id)
    {
        GreenThread?[] table = Volatile.Read(ref s_byId);
        return (uint)id < (uint)table.Length ? table[id] : null;
    }

    /// <summary>By the kernel's id; null where no green thread has it. Takes time proportional to all of them.</summary>
    internal static GreenThread? FindNative(int id)
    {
        foreach (GreenThread? green in Volatile.Read(ref s_byId))
        {
            if (green is { IsCompleted: false } && green.NativeId == id)
            {
                return green;
            }
        }

        return null;
    }

    /// <summary>All there are, in the order of their ids; a snapshot.</summary>
    internal static List<GreenThread> All()
    {
        List<GreenThread> all = [];
        foreach (GreenThread? green in Volatile.Read(ref s_byId))
        {
            if (green is { IsCompleted: false })
            {
                all.Add(green);
            }
        }

        return all;
    }

    /// <summary>Sees to it that there is room for what comes by <see cref="Set"/>, which does not fail then.</summary>
    internal static void Reserve(int id)
    {
        if (id >= Volatile.Read(ref s_byId).Length)
        {
            Set(id, null);
        }
    }

    /// <summary>Called on the thread itself.</summary>
    internal static void Set(int id, GreenThread? green)
    {
        // Under the gate, or an entry written while the table is copied would be lost.
        s_gate.Enter();
        try
        {
            if (id >= s_byId.Length)
            {
                GreenThread?[] larger = new GreenThread?[Math.Max(s_byId.Length * 2, id + 1)];
                s_byId.CopyTo(larger, 0);
                Volatile.Write(ref s_byId, larger);
            }

            s_byId[id] = green;
        }
        finally
        {
            s_gate.Exit(); // there may be no memory for a larger one
        }
    }
}
