class DeepStack : Scenario
{
    // A stack of a given size has to be that deep, whoever lends it.
    public override int Run()
    {
        var big = new Thread(() => Say("deep: " + Depth(200000)), 64 * 1024 * 1024);
        big.Start();
        big.Join();
        Go(() => Say("usual: " + Depth(10000))).Join();
        return 0;
    }

    static int Depth(int n)
    {
        if (n % 10000 == 0)
        {
            Thread.Sleep(0);
        }
        return n == 0 ? 0 : 1 + Depth(n - 1);
    }
}
