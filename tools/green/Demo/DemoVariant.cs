namespace Green.Demo;

internal enum DemoVariant
{
    /// <summary>The blocking server on stock threads.</summary>
    Threads,

    /// <summary>The server rewritten with async and await.</summary>
    Async,

    /// <summary>The blocking server, the same file, under GreenShim.</summary>
    Green,
}
