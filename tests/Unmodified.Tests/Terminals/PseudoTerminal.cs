using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Unmodified.Tests.Interop;

namespace Unmodified.Tests.Terminals;

/// <summary>A terminal of the kernel's that the tests type on and look at.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int Again = 11;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly SafeFileHandle _here;
    private readonly SafeFileHandle _there;
    private readonly StringBuilder _shown = new();
    private readonly Thread _reader;
    private volatile bool _isHungUp;
    private int _seen;

    internal PseudoTerminal()
    {
        const int flags = Libc.ReadWrite | Libc.NoControllingTerminal | Libc.CloseOnExec;
        _here = Handle(Libc.PosixOpenPt(flags | Libc.NonBlocking));
        Check(Libc.GrantPt(Descriptor));
        Check(Libc.UnlockPt(Descriptor));
        byte[] name = new byte[64];
        Check(Libc.PtsName(Descriptor, name, (nuint)name.Length));
        Name = Encoding.ASCII.GetString(name).TrimEnd('\0');
        // Held open, so that its settings can be asked for when the program has ended.
        _there = Handle(Libc.Open(Name, flags));
        Resize(100, 40);
        Settings = ReadSettings();
        _reader = new Thread(Read) { IsBackground = true };
        _reader.Start();
    }

    /// <summary>The path of the end that a program gets.</summary>
    internal string Name { get; }

    /// <summary>All flags and special characters, as they were at first.</summary>
    internal string Settings { get; }

    /// <summary>Whether this end was taken away.</summary>
    internal bool IsHungUp => _isHungUp;

    private int Descriptor => (int)_here.DangerousGetHandle();

    /// <summary>All flags and special characters, as they are now.</summary>
    internal string ReadSettings()
    {
        byte[] settings = new byte[Libc.TerminalSettingsSize];
        Check(Libc.TcGetAttr(Descriptor, settings));
        return Convert.ToHexString(settings, 0, 36);
    }

    /// <summary>Waits until a text is shown, after all that was waited for before.</summary>
    internal void Await(string text)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < s_limit; Thread.Sleep(5))
        {
            string shown = Shown;
            int at = shown.IndexOf(text, _seen, StringComparison.Ordinal);
            if (at >= 0)
            {
                _seen = at + text.Length;
                return;
            }
        }
        throw new TimeoutException($"The terminal never showed '{text}', but: {Shown}");
    }

    internal void Type(string keys)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(keys);
        Check((int)Libc.Write(Descriptor, bytes, (nuint)bytes.Length));
    }

    internal void Resize(ushort columns, ushort rows) => Check(Libc.SetWindowSize(Descriptor, columns, rows));

    /// <summary>All that was shown, once nobody else has the terminal any more.</summary>
    internal string ReadToEnd()
    {
        _there.Dispose();
        return _reader.Join(s_limit) ? Shown : throw new TimeoutException("Somebody still has the terminal, which shows: " + Shown);
    }

    /// <summary>Takes this end away, as when a line is cut.</summary>
    internal void HangUp()
    {
        _isHungUp = true;
        _reader.Join();
        _there.Dispose();
        _here.Dispose();
    }

    public void Dispose() => HangUp();

    private string Shown
    {
        get
        {
            lock (_shown)
            {
                return _shown.ToString();
            }
        }
    }

    // Not waiting in the kernel: the descriptor could not be closed then.
    private void Read()
    {
        byte[] buffer = new byte[4096];
        while (!_isHungUp)
        {
            int count = (int)Libc.Read(Descriptor, buffer, (nuint)buffer.Length);
            if (count > 0)
            {
                lock (_shown)
                {
                    _shown.Append(Encoding.Latin1.GetString(buffer, 0, count));
                }
            }
            else if (count < 0 && Marshal.GetLastPInvokeError() == Again)
            {
                Thread.Sleep(2);
            }
            else
            {
                // An error is the kernel's way to say that the other end is closed.
                return;
            }
        }
    }

    private static SafeFileHandle Handle(int descriptor) => new(Check(descriptor), ownsHandle: true);

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
