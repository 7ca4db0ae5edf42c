using System.Diagnostics;

namespace Unmodified.Tests.Names;

/// <summary>Runs of the program Lookups.</summary>
internal static class LookupRun
{
    internal static Outcome Stock(NameServer server, params string[] arguments) => Run(server, null, null, arguments).Outcome;

    internal static (Outcome Outcome, ShimReport? Report) Run(NameServer server, LookupMode? mode, Action<ProcessStartInfo>? arrange, params string[] arguments)
    {
        using ProgramRun run = ProgramRun.Start(SwitcherOf(mode), "Lookups", Enclosed, arguments);
        return (run.WaitForExit(), run.Report);

        void Enclosed(ProcessStartInfo info)
        {
            if (mode is not null)
            {
                info.Environment["GREENSHIM_RESOLVER"] = ResolverOf(mode.Value);
                // No watchdog: whoever holds the carrier holds it to the end.
                info.Environment["GREENSHIM_STRICT"] = "1";
            }
            if (arrange is null)
            {
                server.Enclose(info);
            }
            else
            {
                arrange(info);
            }
        }
    }

    internal static string ResolverOf(LookupMode mode) => mode is LookupMode.StackAndAres or LookupMode.ThreadAndAres ? "ares" : "thread";

    private static Mode SwitcherOf(LookupMode? mode) => mode switch
    {
        null => Mode.Stock,
        LookupMode.StackAndThreadResolver or LookupMode.StackAndAres => Mode.Stack,
        _ => Mode.Thread,
    };
}
