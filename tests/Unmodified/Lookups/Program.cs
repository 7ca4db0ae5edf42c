using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

// Looks names up in every way that the base class library has, and prints what came back, or was thrown.
//   Lookups names NAME...            addresses and entries, for every address family
//   Lookups addresses ADDRESS...     names of addresses
//   Lookups connect NAME...          connections to a listener of its own, by name
//   Lookups crowd COUNT PATTERN      many names at once, while another thread counts; {0} in the pattern is the number
//   Lookups same COUNT NAME          one name, from many threads at once
//   Lookups edit FILE NAME LINE...   looks a name up, writes the lines into the file, and looks it up again
static class Program
{
    static int Main(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        int exitCode = 0;
        // As in a server: the thread that does the work is not the main one.
        var worker = new Thread(() => exitCode = Run(args));
        worker.Start();
        worker.Join();
        return exitCode;
    }

    static int Run(string[] args)
    {
        switch (args.Length < 2 ? "" : args[0])
        {
            case "names":
                foreach (string name in args.Skip(1))
                {
                    Names(name);
                }
                return 0;
            case "addresses":
                foreach (string address in args.Skip(1))
                {
                    Say(address, () => Text(Dns.GetHostEntry(IPAddress.Parse(address))));
                    Say(address + " as text", () => Text(Dns.GetHostEntry(address)));
                    Say(address + " v4", () => Text(Dns.GetHostEntry(address, AddressFamily.InterNetwork)));
                    Say(address + " v6", () => Text(Dns.GetHostEntry(address, AddressFamily.InterNetworkV6)));
#pragma warning disable CS0618
                    Say(address + " the old way", () => Text(Dns.GetHostByAddress(address)));
                    Say(address + " resolved", () => Text(Dns.Resolve(address)));
#pragma warning restore CS0618
                    Say(address + " literally", () => Text(Dns.GetHostAddresses(address)));
                }
                return 0;
            case "connect":
                foreach (string name in args.Skip(1))
                {
                    Connect(name);
                }
                return 0;
            case "crowd":
                return Crowd(int.Parse(args[1]), args[2]);
            case "same":
                return Same(int.Parse(args[1]), args[2]);
            case "edit":
                Say("before", () => Text(Dns.GetHostAddresses(args[2])));
                File.WriteAllLines(args[1], args.Skip(3));
                Say("after", () => Text(Dns.GetHostAddresses(args[2])));
                return 0;
            default:
                Console.Error.WriteLine("usage: Lookups names|addresses|connect|crowd|same|edit ARGUMENT...");
                return 64;
        }
    }

    static void Names(string name)
    {
        string label = name.Length > 40 ? name.Substring(0, 40) + "..." : name;
        Say(label, () => Text(Dns.GetHostAddresses(name)));
        Say(label + " v4", () => Text(Dns.GetHostAddresses(name, AddressFamily.InterNetwork)));
        Say(label + " v6", () => Text(Dns.GetHostAddresses(name, AddressFamily.InterNetworkV6)));
        Say(label + " unix", () => Text(Dns.GetHostAddresses(name, AddressFamily.Unix)));
        Say(label + " appletalk", () => Text(Dns.GetHostAddresses(name, AddressFamily.AppleTalk)));
        Say(label + " entry", () => Text(Dns.GetHostEntry(name)));
        Say(label + " entry v6", () => Text(Dns.GetHostEntry(name, AddressFamily.InterNetworkV6)));
        Say(label + " async", () => Text(Dns.GetHostAddressesAsync(name).Result));
#pragma warning disable CS0618
        Say(label + " the old way", () => Text(Dns.GetHostByName(name)));
#pragma warning restore CS0618
    }

    static void Connect(string name)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Say(name + " Socket", () =>
        {
            using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp))
            {
                socket.Connect(name, port);
                return socket.Connected.ToString();
            }
        });
        Say(name + " Socket, DnsEndPoint", () =>
        {
            using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                socket.Connect(new DnsEndPoint(name, port));
                return socket.RemoteEndPoint.ToString().Replace(port.ToString(), "port");
            }
        });
        Say(name + " TcpClient", () =>
        {
            using (var client = new TcpClient(name, port))
            {
                return client.Connected.ToString();
            }
        });
        Say(name + " UdpClient", () =>
        {
            using (var client = new UdpClient())
            {
                client.Connect(name, port);
                return client.Client.RemoteEndPoint.ToString().Replace(port.ToString(), "port");
            }
        });
        Say(name + " UdpClient.Send", () =>
        {
            using (var client = new UdpClient())
            {
                return client.Send(new byte[3], 3, name, port).ToString();
            }
        });
        listener.Stop();
    }

    static int Crowd(int count, string pattern)
    {
        var results = new string[count];
        long ticks = 0;
        double longest = 0;
        bool stop = false;
        var stopped = new ManualResetEvent(false);
        var counter = new Thread(() =>
        {
            long last = Stopwatch.GetTimestamp();
            while (!Volatile.Read(ref stop))
            {
                Thread.Sleep(1);
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(last).TotalMilliseconds);
                last = Stopwatch.GetTimestamp();
                ticks++;
            }
            stopped.Set();
        });
        counter.Start();
        var go = new ManualResetEvent(false);
        var left = new CountdownEvent(count);
        for (int i = 0; i < count; i++)
        {
            int me = i;
            new Thread(() =>
            {
                go.WaitOne();
                results[me] = Try(() => Text(Dns.GetHostAddresses(string.Format(pattern, me))));
                left.Signal();
            }).Start();
        }
        Thread.Sleep(50);
        ticks = 0;
        longest = 0;
        var clock = Stopwatch.StartNew();
        go.Set();
        left.Wait();
        long while_ = ticks;
        double elapsed = clock.Elapsed.TotalMilliseconds;
        stop = true;
        stopped.WaitOne();
        foreach (string result in Counted(results))
        {
            Console.WriteLine(result);
        }
        // What differs from run to run.
        Console.Error.WriteLine(FormattableString.Invariant($"ticks {while_} longest {longest:F1} ms elapsed {elapsed:F0} ms"));
        return 0;
    }

    static int Same(int count, string name)
    {
        var results = new string[count];
        Thread[] threads = Enumerable.Range(0, count).Select(i => new Thread(() => results[i] = Try(() => Text(Dns.GetHostEntry(name))))).ToArray();
        foreach (Thread thread in threads)
        {
            thread.Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        foreach (string result in Counted(results))
        {
            Console.WriteLine(result);
        }
        return 0;
    }

    static IEnumerable<string> Counted(string[] results)
    {
        return results.GroupBy(r => r).Select(g => g.Count() + " x " + g.Key).OrderBy(r => r, StringComparer.Ordinal);
    }

    static void Say(string label, Func<string> look)
    {
        Console.WriteLine(label + ": " + Try(look));
    }

    static string Try(Func<string> look)
    {
        try
        {
            return look();
        }
        catch (AggregateException e)
        {
            return "in a task: " + Text(e.InnerException);
        }
        catch (Exception e)
        {
            return Text(e);
        }
    }

    static string Text(Exception e)
    {
        var s = e as SocketException;
        return e.GetType().Name + " " + (s == null ? "" : s.SocketErrorCode + " " + s.ErrorCode + " " + s.NativeErrorCode + " ") + e.HResult + " " + e.Message.Replace("\n", " ");
    }

    static string Text(IPAddress[] addresses)
    {
        return "[" + string.Join(", ", addresses.Select(a => a.ToString())) + "]";
    }

    static string Text(IPHostEntry entry)
    {
        return (entry.HostName ?? "null") + " " + Text(entry.AddressList) + " aliases [" + string.Join(", ", entry.Aliases) + "]";
    }
}
