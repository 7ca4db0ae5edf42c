using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

/// <summary>Something that a client does with a server, with many threads. The class name, in kebab case, is the scenario's name.</summary>
abstract class Scenario
{
    /// <summary>Where the server is: what this program was started with.</summary>
    public string[] Server;

    public abstract void Run();

    public static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>Runs a body on as many threads at once, waits for all, and says what some of them threw.</summary>
    public static void Crowd(int threads, Action<int> body)
    {
        var errors = new List<string>();
        var all = new List<Thread>();
        for (int i = 0; i < threads; i++)
        {
            int me = i;
            all.Add(Go(() =>
            {
                try
                {
                    body(me);
                }
                catch (Exception e)
                {
                    lock (errors)
                    {
                        errors.Add(Describe(e));
                    }
                }
            }));
        }
        foreach (Thread thread in all)
        {
            thread.Join();
        }
        foreach (IGrouping<string, string> group in errors.GroupBy(e => e).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Say(group.Count() + " x " + group.Key);
        }
    }

    /// <summary>
    /// The same; the server is killed when each of the threads has said that it is ready, and started again when each has said that it saw it
    /// die: so none can miss it, however late it runs.
    /// </summary>
    /// <returns>How many saw it die.</returns>
    public static int CrowdUnderRestart(int threads, Action<int, Action, Action> body)
    {
        int witnesses = 0;
        using (var ready = new CountdownEvent(threads))
        using (var dead = new CountdownEvent(threads))
        {
            Thread asker = Go(() =>
            {
                ready.Wait();
                Say("please kill the server");
                dead.Wait();
                Say("please start the server");
            });
            Crowd(threads, me =>
            {
                bool isReady = false, sawIt = false;
                try
                {
                    body(me, () =>
                    {
                        isReady = true;
                        ready.Signal();
                    }, () =>
                    {
                        sawIt = true;
                        Interlocked.Increment(ref witnesses);
                        dead.Signal();
                    });
                }
                finally
                {
                    // Nobody waits for one that failed.
                    if (!isReady)
                    {
                        ready.Signal();
                    }
                    if (!sawIt)
                    {
                        dead.Signal();
                    }
                }
            });
            asker.Join();
        }
        return witnesses;
    }

    /// <summary>Many threads insert numbered rows, until each has seen the server die, and then ten more.</summary>
    /// <returns>How many of them came so far.</returns>
    public static int InsertUnderRestart<TDeath>(int threads, Func<int, int, int> insert)
        where TDeath : Exception
    {
        int survivors = 0;
        CrowdUnderRestart(threads, (me, ready, sawIt) =>
        {
            insert(me, 0);
            ready();
            for (int i = 1, after = 0; after < 10; i++)
            {
                try
                {
                    insert(me, i);
                    Thread.Sleep(5);
                }
                catch (TDeath) when (after == 0)
                {
                    sawIt();
                    int again = i;
                    Insist(() => insert(me, again));
                    after = 1;
                }
                after += after > 0 ? 1 : 0;
            }
            Interlocked.Increment(ref survivors);
        });
        return survivors;
    }

    public static Thread Go(Action body)
    {
        var thread = new Thread(() => body());
        thread.Start();
        return thread;
    }

    /// <summary>Says whether an action came to its end or what it threw.</summary>
    public static void Try(string label, Action action)
    {
        try
        {
            action();
            Say(label + ": ok");
        }
        catch (Exception e)
        {
            Say(label + ": " + Describe(e));
        }
    }

    public static string Describe(Exception e)
    {
        string text = e.GetType().Name + ": " + e.Message.Replace('\n', ' ').Replace("\r", "");
        return e.InnerException == null ? text : text + " <- " + Describe(e.InnerException);
    }

    /// <summary>Does something again until it no longer throws, for two minutes at most.</summary>
    public static T Insist<T>(Func<T> action)
    {
        for (DateTime end = DateTime.UtcNow.AddMinutes(2); ; )
        {
            try
            {
                return action();
            }
            catch (Exception) when (DateTime.UtcNow < end)
            {
                Thread.Sleep(50);
            }
        }
    }
}
