namespace AuditFixture;

internal abstract class Device
{
    internal abstract int Use();
}

internal interface IDevice
{
    int UseAsDevice();

    static abstract int UseByType();
}

public interface IExplicitDevice
{
    int UseExplicitly();
}

internal class SlowDevice : Device, IDevice, IExplicitDevice
{
    public static int UseByType() => Waist.Wait();

    public int UseAsDevice() => Waist.Wait();

    int IExplicitDevice.UseExplicitly() => Waist.Wait();

    internal override int Use() => Waist.Wait();
}

internal sealed class QuickDevice : Device
{
    internal override int Use() => Natives.Count();
}

internal sealed class Box<T>
{
    internal int Open() => Helper.Default.Wait();

    private sealed class Helper
    {
        internal static readonly Helper Default = new();

        internal int Wait() => Waist.Wait();
    }
}

internal static class WaitsOnce
{
    internal static readonly int Value = Waist.Wait();
}

internal sealed class WaitsWhenMade
{
    internal int Value { get; } = Waist.Wait();

    private static int Hidden() => Waist.Wait();
}
