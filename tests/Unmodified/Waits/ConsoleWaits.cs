// Standard input is a pipe; to it is written "one\ntwo\nthree" after the first "now".
static class ConsoleWaits
{
    public static Wait ReadLine()
    {
        return new Wait(() => Console.ReadLine(), () => Console.WriteLine("now"));
    }

    public static Wait ReadToEnd()
    {
        return new Wait(() => { string all = Console.In.ReadToEnd(); Thread.Sleep(100); return all; }, () => { });
    }
}
