namespace DetourHost;

internal static class Scenarios
{
    internal static readonly Dictionary<string, Func<string[], int>> All = new()
    {
        ["cost"] = Cost.Run,
        ["drift"] = Drifting.Run,
        ["drift-said"] = Drifting.RunForGood,
        ["drift-scarce"] = Drifting.RunWithoutDescriptors,
        ["exit-route"] = static _ => Routes.ExitRoute.Child(),
        ["exhaustion"] = Exhaustion.Run,
        ["is-patched"] = IsPatched.Run,
        ["jit-failure"] = JitFailure.Run,
        ["late"] = LateAssembly.Run,
        ["load-handlers"] = LoadHandlers.Run,
        ["loaded-meanwhile"] = LoadedMeanwhile.Run,
        ["missed-signals"] = MissedSignals.Run,
        ["no-memfd"] = NoMemfd.Run,
        ["options"] = PrintOptions.Run,
        ["osr"] = OnStackReplacement.Run,
        ["parallel"] = ParallelPatching.Run,
        ["patch-all"] = PatchAll.Run,
        ["green-alone"] = GreenAlone.Run,
        ["pool"] = PoolOnGreenThreads.Run,
        ["refused-later"] = RefusedLater.Run,
        ["refusals"] = Refusals.Run,
        ["rollback"] = Rollback.Run,
        ["rolled-back-waiters"] = RolledBackWaiters.Run,
        ["routing"] = Routing.Run,
        ["scarce"] = Scarce.Run,
        ["signal-watchers"] = SignalWatchers.Run,
        ["signal-watchers-crowd"] = SignalWatchers.RunCrowd,
        ["start-failures"] = StartFailures.Run,
        ["storm"] = Storm.Run,
        ["thread-kinds"] = ThreadKinds.Run,
        ["tier-up"] = TierUp.Run,
        ["undo"] = Undo.Run,
        ["undo-refused"] = UndoRefused.Run,
        ["undo-waiters"] = UndoWaiters.Run,
    };
}
