using System.Runtime.CompilerServices;

class SynchronizedMethods : Scenario
{
    int _inside;
    int _count;
    bool _overlapped;

    public override int Run()
    {
        var threads = Enumerable.Range(0, 10).Select(i => Go(() =>
        {
            for (int k = 0; k < 20; k++)
            {
                Enter(k);
            }
        })).ToList();
        threads.ForEach(t => t.Join());
        Say("count: " + _count + ", overlapped: " + _overlapped);
        return 0;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    void Enter(int k)
    {
        _overlapped |= ++_inside != 1;
        Thread.Sleep(k % 10 == 0 ? 1 : 0);
        _count++;
        _inside--;
    }
}
