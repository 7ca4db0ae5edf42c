/// <summary>
/// Where a wait throws, filters and FirstChanceException handlers run before anybody's finally. Those that wait themselves get what they wait for, and what the
/// outer wait was for goes to others.
/// </summary>
class FilterThatWaits : Scenario
{
    [ThreadStatic]
    static Action t_first;

    public override int Run()
    {
        AppDomain.CurrentDomain.FirstChanceException += (_, _) =>
        {
            Action first = t_first;
            t_first = null;
            first?.Invoke();
        };
        foreach (bool inFilter in new[] { true, false })
        {
            Say(inFilter ? "in a filter" : "in a handler");
            // Side by side, to save time.
            var kinds = new (string, Action<WaitHandle[]>)[]
            {
                ("any", handles => WaitHandle.WaitAny(handles)),
                ("all", handles => WaitHandle.WaitAll(handles)),
                ("one", handles => handles[0].WaitOne()),
            };
            var saids = kinds.Select(_ => new List<string>()).ToList();
            var all = kinds.Select((kind, i) => Go(() => Inside(saids[i], kind.Item1, inFilter, kind.Item2))).ToList();
            all.ForEach(t => t.Join());
            saids.ForEach(said => said.ForEach(Say));
            Mutexes(inFilter);
        }
        return 0;
    }

    static void Inside(List<string> said, string label, bool inFilter, Action<WaitHandle[]> wait)
    {
        var outer = new[] { new AutoResetEvent(false), new AutoResetEvent(false) };
        var inner = new[] { new AutoResetEvent(false), new AutoResetEvent(false) };
        Thread one = Go(() =>
        {
            Interrupted(inFilter, () => wait(outer), () => said.Add(label + ", inside: " + Name(WaitHandle.WaitAny(inner, 20))));
            said.Add(label + ", again: " + Name(WaitHandle.WaitAny(inner, 10000)));
        });
        Settle();
        one.Interrupt();
        Settle();
        Thread other = Go(() => said.Add(label + ", another has the first: " + outer[0].WaitOne(5000)));
        Settle();
        outer[0].Set();
        other.Join();
        outer[1].Set();
        said.Add(label + ", the second is there: " + outer[1].WaitOne(0));
        inner[1].Set();
        one.Join();
        said.Add(label + ", the others are not: " + Name(WaitHandle.WaitAny(new WaitHandle[] { outer[0], outer[1], inner[0], inner[1] }, 0)));
    }

    static void Mutexes(bool inFilter)
    {
        var work = new Mutex(true);
        var log = new Mutex();
        int logged = 0;
        var crowd = Enumerable.Range(0, 4).Select(_ => Go(() => Interrupted(inFilter, () => work.WaitOne(), () =>
        {
            if (log.WaitOne(5000))
            {
                logged++;
                Thread.Sleep(5);
                log.ReleaseMutex();
            }
        }))).ToList();
        Settle();
        crowd.ForEach(t => t.Interrupt());
        crowd.ForEach(t => t.Join());
        Say("mutex: " + logged + " logged");
        work.ReleaseMutex();
        Thread next = Go(() => Say("mutex, another has it: " + work.WaitOne(5000)));
        next.Join();
    }

    static void Interrupted(bool inFilter, Action wait, Action inside)
    {
        t_first = inFilter ? null : inside;
        try
        {
            wait();
            Say("not interrupted");
        }
        catch (ThreadInterruptedException) when (!inFilter || Does(inside))
        {
        }
    }

    static bool Does(Action inside)
    {
        inside();
        return true;
    }

    static string Name(int index)
    {
        return index == WaitHandle.WaitTimeout ? "none" : index.ToString();
    }
}
