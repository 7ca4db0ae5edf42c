using Shim.Green;

namespace GreenHost;

/// <summary>Receives and sends of several in one system call.</summary>
internal static class BatchScenarios
{
    /// <summary>The scheduler makes the batch, where handlers of the program's must not run.</summary>
    public static void Where_the_kernel_refuses_it_nothing_is_thrown()
    {
        int me = Environment.CurrentManagedThreadId;
        int thrown = 0;
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => thrown += Environment.CurrentManagedThreadId == me ? 1 : 0;
        Natively.LimitDescriptors(0);
        SocketBatch? batch = SocketBatch.TryCreate();
        Natively.LimitDescriptors(1024);
        Check.That(batch is null);
        Check.Equal(thrown, 0);
    }
}
