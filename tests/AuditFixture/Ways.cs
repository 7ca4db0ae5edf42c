using System.Runtime.CompilerServices;

namespace AuditFixture;

/// <summary>One public method for every way in which a call can be hidden.</summary>
public class Ways
{
    private static readonly Lazy<int> s_byClassConstructor = new(3);

    private readonly Device _device = new SlowDevice();
    private readonly IDevice _interface = new SlowDevice();

    public int Directly() => Waist.Wait();

    public int ByVirtualCall() => _device.Use();

    public int ByInterface() => _interface.UseAsDevice();

    public int ByExplicitInterface(IExplicitDevice device) => device.UseExplicitly();

    public int ByGenericMethod() => Generic<SlowDevice>(new SlowDevice());

    public int ByGenericType() => new Box<int>().Open();

    public int ByStaticAbstract() => Static<SlowDevice>();

    public int ByLambda() => Run(() => Waist.Wait());

    public int ByClosure(int times) => Run(() => times * Waist.Wait());

    public int ByMethodGroup() => Run(Waist.Wait);

    public int ByLocalFunction()
    {
        return Local();

        static int Local() => Waist.Wait();
    }

    public async Task<int> ByAsyncMethod()
    {
        await Task.Yield();
        return Waist.Wait();
    }

    public IEnumerable<int> ByIterator()
    {
        yield return Waist.Wait();
    }

    public async IAsyncEnumerable<int> ByAsyncIterator()
    {
        await Task.Yield();
        yield return Waist.Wait();
    }

    public unsafe int ByFunctionPointer()
    {
        delegate*<int> wait = &Waist.Wait;
        return wait();
    }

    public int ByClassConstructor() => WaitsOnce.Value;

    public int ByConstructor() => new WaitsWhenMade().Value;

    public int ByAccessor() => PrivateWait(null!);

    protected int AsProtectedMethod() => Waist.Wait();

    public int Never() => Natives.Count() + s_byClassConstructor.Value;

    private static int Generic<T>(T device) where T : IDevice => device.UseAsDevice();

    private static int Static<T>() where T : IDevice => T.UseByType();

    private static int Run(Func<int> action) => action();

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Hidden")]
    private static extern int PrivateWait(WaitsWhenMade? owner);

    private sealed class Lazy<T>(T value)
    {
        internal T Value { get; } = value;
    }
}
