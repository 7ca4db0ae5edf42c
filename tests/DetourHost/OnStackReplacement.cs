using System.Runtime.CompilerServices;

namespace DetourHost;

/// <summary>An original that loops is replaced on the stack while it runs; the guard must let that compilation pass and be used.</summary>
internal static unsafe class OnStackReplacement
{
    private static delegate*<int, long> s_sum;
    private static int s_replaced;

    internal static int Run(string[] args)
    {
        var engine = Engine.Open();
        s_sum = (delegate*<int, long>)engine.Patch(
            typeof(OnStackReplacement).Method(nameof(Sum), typeof(int)), (Func<int, long>)SumReplacement, needsOriginal: true).Original;
        for (var i = 0; i < 3; i++)
        {
            Engine.Require(Sum(5_000_000) == 12_499_997_500_000, "the sum");
        }

        Engine.Require(s_replaced == 3, "calls missed the detour");
        Console.WriteLine($"guard {engine.GuardHits}");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Sum(int count)
    {
        long sum = 0;
        for (var i = 0; i < count; i++)
        {
            sum += i;
        }

        return sum;
    }

    private static long SumReplacement(int count)
    {
        s_replaced++;
        return s_sum(count);
    }
}
