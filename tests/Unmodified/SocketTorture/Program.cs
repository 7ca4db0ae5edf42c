using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

// SocketTorture [requests] [seed]
//
// Many connections at once, each with a plan of its own that follows from the seed: how many requests, how large, whether the peer is a
// blocking thread or an async task of the pool, over TCP or a Unix domain socket, and how it ends (in order, by a reset, by a close under a
// blocked receive, or with a timeout on the way). Every byte is checked. The totals at the end follow from the plans alone, so that two runs
// with one seed print the same, however the threads were scheduled.
static class Program
{
    static int Main(string[] args)
    {
        int requests = args.Length > 0 ? int.Parse(args[0]) : 50000;
        int seed = args.Length > 1 ? int.Parse(args[1]) : 1;
        var totals = new Totals();
        var random = new Random(seed);
        var plans = new List<Plan>();
        for (int left = requests; left > 0; left -= plans[plans.Count - 1].Requests)
        {
            plans.Add(new Plan(random, plans.Count, left));
        }

        // Forty connections at a time.
        int next = -1;
        var threads = Enumerable.Range(0, 40).Select(_ => new Thread(() =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < plans.Count)
            {
                Connection.Run(plans[i], totals);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Console.WriteLine(totals);
        return totals.Errors == 0 ? 0 : 1;
    }
}

/// <summary>What one connection does.</summary>
class Plan
{
    public Plan(Random random, int number, int atMost)
    {
        Number = number;
        Seed = random.Next();
        Requests = Math.Min(atMost, 1 + random.Next(200));
        IsUnix = random.Next(3) == 0;
        ServerIsAsync = random.Next(3) == 0;
        ClientIsAsync = random.Next(4) == 0;
        UsesStream = random.Next(2) == 0;
        Ending = (Ending)random.Next(4);
    }

    public int Number { get; }

    public int Seed { get; }

    public int Requests { get; }

    public bool IsUnix { get; }

    public bool ServerIsAsync { get; }

    public bool ClientIsAsync { get; }

    public bool UsesStream { get; }

    public Ending Ending { get; }
}

enum Ending
{
    InOrder,
    Reset,
    CloseUnderReceive,
    Timeout,
}

class Totals
{
    public long Bytes;
    public long Requests;
    public long InOrder;
    public long Resets;
    public long Aborted;
    public long TimedOut;
    public long Errors;

    public void Error(Plan plan, string what)
    {
        if (Interlocked.Increment(ref Errors) <= 10)
        {
            Console.WriteLine("connection " + plan.Number + " (" + plan.Ending + (plan.IsUnix ? ", unix" : "") + (plan.ServerIsAsync ? ", async server" : "")
                + (plan.ClientIsAsync ? ", async client" : "") + "): " + what);
        }
    }

    public override string ToString()
    {
        return Requests + " requests, " + Bytes + " bytes, ended in order " + InOrder + ", by reset " + Resets + ", by close " + Aborted
            + ", after a timeout " + TimedOut + ", errors " + Errors;
    }
}
