namespace Shim.Green.Switching;

/// <summary>Picks the switcher.</summary>
internal static class SwitcherChoice
{
    internal const string Variable = "GREENSHIM_SWITCHER";

    /// <summary>Creates the switcher of that name; for <c>auto</c>, says in <paramref name="refusal"/> why it is not the stack switcher.</summary>
    /// <exception cref="ArgumentException">There is no switcher of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">It is not to be had here.</exception>
    internal static Switcher Create(string name, out string? refusal)
    {
        Check(name);
        refusal = null;
        if (name == "thread")
        {
            return new ThreadSwitcher();
        }

        if (TryCreateStack(name, out refusal) is { } stack)
        {
            return stack;
        }

        return name == "auto"
            ? new ThreadSwitcher()
            : throw new PlatformNotSupportedException($"The stack switcher cannot be used here: {refusal}.");
    }

    /// <param name="name">Which.</param>
    /// <param name="source">Who asked for it, for the message; null: options of a hub, which may have it from the environment.</param>
    /// <exception cref="ArgumentException">There is no switcher of that name.</exception>
    internal static void Check(string name, string? source = null)
    {
        if (name is not ("auto" or "stack" or "stack-fs" or "stack-tls" or "thread"))
        {
            source ??= name == Environment.GetEnvironmentVariable(Variable) ? Variable : "HubOptions.Switcher";
            throw new ArgumentException($"There is no switcher '{name}'; there are auto, stack, stack-fs, stack-tls and thread ({source}).");
        }
    }

    // A change of the FS base where that is one instruction; else the TLS is exchanged; where that cannot be, the change by a system call.
    private static StackSwitcher? TryCreateStack(string name, out string? refusal)
    {
        SwitchCode? code = StackSwitching.Install(out refusal);
        if (code is null)
        {
            return null;
        }

        bool mayExchange = name == "stack-tls" || (name != "stack-fs" && !GlibcLayout.HasFsGsBase);
        if (mayExchange)
        {
            refusal = StackSwitching.ExchangeRefusal;
            if (refusal is null && TryCreateStack(code, exchanges: true, out refusal) is { } exchanging)
            {
                return exchanging;
            }
        }

        return name == "stack-tls" ? null : TryCreateStack(code, exchanges: false, out refusal);
    }

    private static StackSwitcher? TryCreateStack(SwitchCode code, bool exchanges, out string? refusal)
    {
        StackSwitcher switcher = new(code, exchanges);
        refusal = SwitcherSelfTest.Run(switcher);
        return refusal is null ? switcher : null;
    }
}
