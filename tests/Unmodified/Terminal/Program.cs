// Terminal WAY     uses its terminal in one way, while another thread goes on with its work; says what it saw
using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

static class Program
{
    static int Main(string[] args)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Mark("[ProcessExit]");
        switch (args[0])
        {
            case "lines":
                Say("ready");
                Say("<" + Others(Console.ReadLine) + ">");
                Say("<" + Others(Console.ReadLine) + ">");
                Say("<" + Others(Console.ReadLine) + ">");
                return 0;
            case "keys":
                Say("ready");
                for (int i = 0; i < 5; i++)
                {
                    ConsoleKeyInfo key = Read(i == 0);
                    Say("key " + key.Key + " " + key.Modifiers + " " + (int)key.KeyChar);
                }
                return 0;
            case "echoed-key":
                Say("ready");
                Say(" was " + Others(Console.ReadKey).Key);
                return 0;
            case "available":
                Say("ready " + Console.KeyAvailable);
                Others(() =>
                {
                    while (!Console.KeyAvailable)
                    {
                        Thread.Sleep(1);
                    }
                    return 0;
                });
                Say("key " + Console.ReadKey(true).Key + ", more: " + Console.KeyAvailable);
                return 0;
            case "characters":
                Say("ready");
                Say("first " + (char)Others(Console.Read) + ", second " + (char)Console.Read());
                return 0;
            case "control-c-as-input":
                Console.TreatControlCAsInput = true;
                Say("ready");
                ConsoleKeyInfo pressed = Others(() => Console.ReadKey(true));
                Say("key " + pressed.Key + " " + pressed.Modifiers);
                return 0;
            case "presses":
                return Presses();
            case "no-handler":
                Say("ready");
                Thread.Sleep(60_000);
                return 1;
            case "no-handler-in-key":
                Say("ready");
                Others(() => Console.ReadKey(true));
                return 1;
            case "presses-in-line":
                Console.CancelKeyPress += (_, e) =>
                {
                    e.Cancel = true;
                    Mark("[pressed]");
                };
                Say("ready");
                Say("<" + Others(Console.ReadLine) + ">");
                return 0;
            case "exit-in-key":
                new Thread(() => { Thread.Sleep(200); Environment.Exit(9); }).Start();
                Say("ready");
                Console.ReadKey(true);
                return 1;
            case "crash-in-key":
                new Thread(() => { Thread.Sleep(200); throw new InvalidOperationException("crash"); }).Start();
                Say("ready");
                Console.ReadKey(true);
                return 1;
            case "return-while-key":
                new Thread(() => Console.ReadKey(true)) { IsBackground = true }.Start();
                Thread.Sleep(200);
                Say("ready");
                return 8;
            case "size":
                return Size();
            case "stops":
                return Stops();
            case "hangs-up":
                return HangsUp();
            case "group":
                return Group();
            case "child":
                using (Process cat = Process.Start("cat"))
                {
                    Say("ready");
                    cat.WaitForExit();
                    Say("cat: " + cat.ExitCode);
                }
                Say("<" + Others(Console.ReadLine) + ">");
                return 0;
            default:
                return Raw.Run(args[0]);
        }
    }

    // Does something that waits for the terminal, while another thread does its work, and says so.
    static T Others<T>(Func<T> wait)
    {
        new Thread(() =>
        {
            Thread.Sleep(150);
            for (int i = 0; i < 20; i++)
            {
                Thread.Sleep(1);
            }
            Mark("[worked]");
        }).Start();
        return wait();
    }

    static ConsoleKeyInfo Read(bool first) => first ? Others(() => Console.ReadKey(true)) : Console.ReadKey(true);

    static int Presses()
    {
        using var pressed = new SemaphoreSlim(0);
        int presses = 0;
        Console.CancelKeyPress += (_, e) =>
        {
            presses++;
            Mark("[" + presses + " " + e.SpecialKey + "]");
            e.Cancel = presses < 3;
            pressed.Release();
        };
        Say("ready");
        pressed.Wait();
        Say("first");
        pressed.Wait();
        Say("second");
        Thread.Sleep(60_000);
        return 1;
    }

    static int Size()
    {
        using var changed = new SemaphoreSlim(0);
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, c => { Mark("[" + c.Signal + "]"); changed.Release(); });
        Say("ready " + Console.WindowWidth + " " + Console.WindowHeight);
        changed.Wait();
        Say("now " + Console.WindowWidth + " " + Console.WindowHeight);
        return 0;
    }

    static int Stops()
    {
        using var continued = new SemaphoreSlim(0);
        using var cont = PosixSignalRegistration.Create(PosixSignal.SIGCONT, c => { Mark("[" + c.Signal + "]"); continued.Release(); });
        Say("ready");
        continued.Wait();
        Say("goes on");
        using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, c => { Mark("[" + c.Signal + "]"); });
        Say("registered");
        ConsoleKeyInfo key = Others(() => Console.ReadKey(true));
        Say("key " + key.Key);
        return 7;
    }

    static int HangsUp()
    {
        using var hung = new ManualResetEventSlim();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, c =>
        {
            c.Cancel = true;
            hung.Set();
        });
        Say("ready");
        return hung.Wait(60_000) ? 6 : 1;
    }

    static int Group()
    {
        using var pressed = new SemaphoreSlim(0);
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; pressed.Release(); };
        using Process child = Process.Start("sleep", "1000");
        Say("ready");
        pressed.Wait();
        child.WaitForExit();
        Say("child: " + child.ExitCode);
        return 5;
    }

    static void Say(string line) => Console.WriteLine(line);

    // From a handler, where no line may come in between.
    static void Mark(string text) => Console.Write(text);
}
