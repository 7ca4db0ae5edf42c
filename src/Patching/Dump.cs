using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Shim.Green;
using Shim.Patching.Replacements;

namespace Shim.Patching;

/// <summary>
/// Says what every green thread waits for, who owns that, and where: on demand (<see cref="GreenShim.Dump"/>, or the signal that <c>GREENSHIM_DUMP</c>
/// names), and for green threads that wait for each other in a circle.
/// </summary>
internal static class Dump
{
    internal const string Variable = "GREENSHIM_DUMP";

    private const long PatienceNanoseconds = 1_000_000_000;

    private static PosixSignalRegistration? s_registration;

    /// <summary>Arranges for a dump at a signal, when the environment names one.</summary>
    /// <exception cref="FormatException">It names something else.</exception>
    internal static void Arrange()
    {
        if (s_registration is null && Signal() is { } signal)
        {
            s_registration = PosixSignalRegistration.Create(signal, static context =>
            {
                context.Cancel = true;
                Report(static () => All(isAskedBySignal: true));
            });
        }
    }

    /// <summary>Throws what <see cref="Arrange"/> would.</summary>
    internal static void Check() => _ = Signal();

    // The runtime takes the system's numbers, too; these are Linux's, on x64.
    private static PosixSignal? Signal() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => null,
        "HUP" => PosixSignal.SIGHUP,
        "QUIT" => PosixSignal.SIGQUIT,
        "USR1" => (PosixSignal)10,
        "USR2" => (PosixSignal)12,
        var other => throw new FormatException($"{Variable} is '{other}'; it takes HUP, QUIT, USR1 or USR2."),
    };

    /// <summary>Everything about all green threads.</summary>
    /// <param name="isAskedBySignal">The caller, where it is green, is there for the dump alone: it is left out, and wakes nobody.</param>
    internal static string All(bool isAskedBySignal = false)
    {
        if (!Hub.HasDefault)
        {
            return "GreenShim: there are no green threads.\n";
        }

        List<GreenThreadState> states = [];
        StringBuilder text = new();
        int parked = 0;
        bool canWake = false;
        foreach (GreenThreadState seen in Hub.Default.LookAround(PatienceNanoseconds))
        {
            bool isCaller = seen.Green == GreenThread.Current;
            if (!isCaller || !isAskedBySignal)
            {
                // The caller was parked, but only so that the hub could look around.
                GreenThreadState state = isCaller ? seen with { WaitingFor = null } : seen;
                states.Add(state);
                parked += state.WaitingFor is null ? 0 : 1;
                canWake |= state.WaitingFor is null || !state.WaitsForever || state.WaitsOn is null;
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"GreenShim: {states.Count} green thread{(states.Count == 1 ? "" : "s")}, {parked} of them parked, on the switcher {Hub.Default.SwitcherName}\n");
        AppendCircles(text, states);
        if (!canWake && parked > 0)
        {
            text.Append("All of them wait for other threads, without a time limit: only a native thread or a signal can wake them.\n");
        }

        foreach (GreenThreadState state in states)
        {
            Append(text, state);
        }

        return text.ToString();
    }

    /// <summary>About the green threads of a circle.</summary>
    internal static string Deadlock(IReadOnlyList<GreenThread> circle)
    {
        StringBuilder text = new();
        AppendCircle(text, circle);
        foreach (GreenThreadState state in Hub.Default.LookAround(PatienceNanoseconds))
        {
            if (circle.Contains(state.Green))
            {
                Append(text, state);
            }
        }

        return text.ToString();
    }

    /// <summary>To standard error, past everything that takes a lock. Throws nothing: a program does not end because there is no descriptor to say something of it.</summary>
    internal static void Report(Func<string> text)
    {
        try
        {
            using Stream error = Console.OpenStandardError();
            error.Write(Encoding.UTF8.GetBytes(text()));
        }
        catch (Exception)
        {
            // Nobody could be told, either.
        }
    }

    private static void AppendCircles(StringBuilder text, IReadOnlyList<GreenThreadState> states)
    {
        HashSet<GreenThread> told = [];
        foreach (GreenThreadState state in states)
        {
            if (state.WaitingFor is { } waitingFor && !told.Contains(state.Green) && Deadlocks.Find(state.Green, waitingFor) is { } circle)
            {
                told.UnionWith(circle);
                AppendCircle(text, circle);
            }
        }
    }

    private static void AppendCircle(StringBuilder text, IReadOnlyList<GreenThread> circle)
    {
        text.Append(CultureInfo.InvariantCulture, $"GreenShim: deadlock: {circle.Count} green threads wait for each other\n");
        for (int i = 0; i < circle.Count; i++)
        {
            GreenThread next = circle[(i + 1) % circle.Count];
            text.Append(CultureInfo.InvariantCulture, $"  {NameOf(circle[i])} waits for {TargetOf(circle[i].WaitsOn)}{(circle[i].WaitsOn is Thread ? "" : ", held by " + NameOf(next))}\n");
        }
    }

    private static void Append(StringBuilder text, GreenThreadState state)
    {
        text.Append(CultureInfo.InvariantCulture, $"{NameOf(state.Green)}: {state.WaitingFor ?? (state.Green == GreenThread.Current ? "makes this dump" : "runs, or is ready to")}");
        if (state.WaitingFor is not null && state.WaitsOn is { } target)
        {
            text.Append(CultureInfo.InvariantCulture, $" for {TargetOf(target)}");
            if (target is not Thread && Deadlocks.OwnerOf(state.WaitingFor, target) is { } owner)
            {
                text.Append(CultureInfo.InvariantCulture, $", held by {NameOf(owner)}");
            }
        }

        text.Append('\n');
        AppendStack(text, state.Stack);
    }

    // From the first method that is not ours: what the program called.
    private static void AppendStack(StringBuilder text, StackTrace? stack)
    {
        bool isOurs = true;
        foreach (StackFrame frame in stack?.GetFrames() ?? [])
        {
            if (frame.GetMethod() is not { } method || isOurs && method.Module.Assembly.GetName().Name!.StartsWith("Shim.", StringComparison.Ordinal))
            {
                continue;
            }

            isOurs = false;
            string parameters = string.Join(", ", Array.ConvertAll(method.GetParameters(), static p => p.ParameterType.Name));
            text.Append(CultureInfo.InvariantCulture, $"   at {method.DeclaringType?.FullName}.{method.Name}({parameters})\n");
        }
    }

    private static string NameOf(GreenThread green) =>
        green.Thread is { } thread ? $"\"{thread.Name ?? "thread"}\" (id {thread.ManagedThreadId.ToString(CultureInfo.InvariantCulture)})" : "a green thread that has not begun";

    private static string TargetOf(object? target) => target switch
    {
        null => "something",
        Thread thread => $"the end of \"{thread.Name ?? "thread"}\" (id {thread.ManagedThreadId.ToString(CultureInfo.InvariantCulture)})",
        AutoResetEvent waitEvent when LockEvents.Find(waitEvent) is { } held => TargetOf(held),
        _ => $"{target.GetType().FullName}@{RuntimeHelpers.GetHashCode(target).ToString("x", CultureInfo.InvariantCulture)}",
    };
}
