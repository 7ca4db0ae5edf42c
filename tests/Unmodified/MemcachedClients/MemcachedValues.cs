using System;
using System.Text;
using System.Threading;

/// <summary>200 threads with a connection each: values, counters, compare-and-swap, and values larger than a socket's buffer.</summary>
class MemcachedValues : MemcachedScenario
{
    public override void Run()
    {
        using (MemcachedConnection one = Open())
        {
            one.Set(Server[2] + "counter", Encoding.ASCII.GetBytes("0"));
            one.Set(Server[2] + "swapped", Encoding.ASCII.GetBytes("0"));
        }
        int conflicts = 0;
        Crowd(200, me =>
        {
            using (MemcachedConnection connection = Open())
            {
                for (int i = 0; i < 5; i++)
                {
                    byte[] value = new byte[i * 100 + me];
                    Array.Fill(value, (byte)me);
                    string stored = connection.Set(Server[2] + "key:" + me + ":" + i, value);
                    if (stored != "STORED" || !connection.Get(Server[2] + "key:" + me + ":" + i).AsSpan().SequenceEqual(value))
                    {
                        throw new InvalidOperationException("another value came back");
                    }
                    connection.Ask("incr " + Server[2] + "counter 1");
                }
                if (me % 20 == 0)
                {
                    for (string answer = ""; answer != "STORED";)
                    {
                        string unique;
                        int value = int.Parse(Encoding.ASCII.GetString(connection.Gets(Server[2] + "swapped", out unique)));
                        answer = connection.Set(Server[2] + "swapped", Encoding.ASCII.GetBytes("" + (value + 1)), "cas", unique);
                        Interlocked.Increment(ref conflicts);
                    }
                    byte[] large = new byte[900000];
                    new Random(me).NextBytes(large);
                    connection.Set(Server[2] + "large:" + me, large);
                    if (!connection.Get(Server[2] + "large:" + me).AsSpan().SequenceEqual(large))
                    {
                        throw new InvalidOperationException("another large value came back");
                    }
                }
            }
        });
        using (MemcachedConnection one = Open())
        {
            Say("counter: " + Encoding.ASCII.GetString(one.Get(Server[2] + "counter")));
            Say("swapped: " + Encoding.ASCII.GetString(one.Get(Server[2] + "swapped")));
            Say("missing: " + (one.Get(Server[2] + "missing") == null));
            Say("too large: " + one.Set(Server[2] + "huge", new byte[2000000]));
        }
    }
}
