using System.Reflection;

/// <summary>A thread that is interrupted already loads an assembly while another one's handler of AssemblyLoad is at work: the next wait ends by it.</summary>
class LoadHandlerInterrupt : Scenario
{
    public override int Run()
    {
        int main = Environment.CurrentManagedThreadId;
        AppDomain.CurrentDomain.AssemblyLoad += (_, _) =>
        {
            if (Environment.CurrentManagedThreadId != main)
            {
                Settle();
            }
        };
        Thread loader = Go(() => Assembly.Load("System.Diagnostics.Process"));
        Thread.Sleep(50);
        Thread.CurrentThread.Interrupt();
        Assembly.Load("System.IO.MemoryMappedFiles");
        Outcome("sleep", () => Thread.Sleep(1));
        loader.Join();
        return 0;
    }
}
