using System;

// Burns CPU until Ctrl-C.
static class Program
{
    static volatile bool s_stop;

    static void Main()
    {
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            s_stop = true;
        };
        Console.WriteLine("spinning");
        while (!s_stop)
        {
        }
        Console.WriteLine("stopped");
    }
}
