using Shim.Patching.Interop;

namespace Shim.Patching.Replacements.Files;

/// <summary>
/// Reads of a terminal (a serial line, mostly) whose VMIN and VTIME have read(2) and poll(2) disagree: with VMIN 0 a read is back without a byte,
/// which poll never announces; with both set it waits for more after the first byte, which poll does announce. What the two do is termios(3);
/// here it is the kernel's drivers/tty/n_tty.c, n_tty_read and input_available_p.
/// </summary>
internal static unsafe class TerminalReads
{
    /// <summary>Whether a read waits otherwise than for poll to say readable, and so has to be made by a thread that may wait.</summary>
    /// <remarks>
    /// Settings belong to the terminal, and anybody may change them; so they are asked for each time. Never before a read of one byte that is there,
    /// which never waits.
    /// </remarks>
    /// <param name="facts">What is known of the file.</param>
    /// <param name="fd">Its descriptor.</param>
    /// <param name="count">How many bytes are asked for.</param>
    /// <param name="isReady">Whether poll says that it is readable.</param>
    internal static bool WaitOtherwise(FileFacts facts, nint fd, int count, bool isReady)
    {
        TerminalModes modes;
        if ((isReady && count == 1) || !facts.IsTerminal || Libc.TerminalModes(fd, &modes) != 0 || modes.IsInLines || modes.Discipline != 0)
        {
            return false;
        }

        // poll waits for VMIN bytes where there is no VTIME, but for one where there is. A read that asks for less than VMIN gets it at once.
        int least = Math.Min(modes.Minimum, count);
        return isReady
            ? least > 1 && modes.Time > 0 && Libc.InputOf(fd) < least
            : modes.Minimum == 0 || (modes.Time == 0 && least < modes.Minimum);
    }
}
