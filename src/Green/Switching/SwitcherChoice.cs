namespace Shim.Green.Switching;

/// <summary>Picks the switcher.</summary>
internal static class SwitcherChoice
{
    /// <summary>Creates the switcher of that name; for <c>auto</c>, says in <paramref name="refusal"/> why it is not the stack switcher.</summary>
    internal static Switcher Create(string name, out string? refusal)
    {
        refusal = null;
        switch (name)
        {
            case "thread":
                return new ThreadSwitcher();
            case "auto" or "stack":
                if (TryCreateStack(out refusal) is { } stack)
                {
                    return stack;
                }

                return name == "auto"
                    ? new ThreadSwitcher()
                    : throw new PlatformNotSupportedException($"The stack switcher cannot be used here: {refusal}.");
            default:
                throw new ArgumentException($"There is no switcher '{name}'; there are auto, stack and thread (GREENSHIM_SWITCHER).");
        }
    }

    private static StackSwitcher? TryCreateStack(out string? refusal)
    {
        SwitchCode? code = StackSwitching.Install(out refusal);
        if (code is null)
        {
            return null;
        }

        StackSwitcher switcher = new(code);
        refusal = SwitcherSelfTest.Run(switcher);
        return refusal is null ? switcher : null;
    }
}
