class CrashStackOverflow : Scenario
{
    public override int Run()
    {
        Say("going down");
        Go(() => Say(Down(0).ToString())).Join();
        return 1;
    }

    static int Down(int n)
    {
        return n < 0 ? 0 : 1 + Down(n + 1) + n % 2;
    }
}
