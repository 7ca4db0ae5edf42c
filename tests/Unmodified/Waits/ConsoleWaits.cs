// Standard input is a pipe; to it is written "one\ntwo\nthree" after "now", and it ends after "enough".
static class ConsoleWaits
{
    public static Wait ReadLine()
    {
        return new Wait(() => Console.ReadLine(), () => Console.WriteLine("now"));
    }

    public static Wait ReadToEnd()
    {
        return new Wait(() => Console.In.ReadToEnd(), () => Console.WriteLine("enough"));
    }
}
