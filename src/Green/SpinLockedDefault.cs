namespace Shim.Green;

/// <summary>
/// Holds the default hub. Not a static initializer: a green thread that waits for a class constructor blocks its carrier natively.
/// </summary>
internal sealed class SpinLockedDefault
{
    private readonly Lock _gate = new();
    private Hub? _value;

    internal bool HasValue => Volatile.Read(ref _value) is not null;

    internal Hub Get(Func<Hub> create)
    {
        if (Volatile.Read(ref _value) is { } hub)
        {
            return hub;
        }

        TrySet(create);
        return _value!;
    }

    internal bool TrySet(Func<Hub> create)
    {
        lock (_gate)
        {
            if (_value is not null)
            {
                return false;
            }

            Volatile.Write(ref _value, create());
            return true;
        }
    }
}
