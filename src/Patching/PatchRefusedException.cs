namespace Shim;

/// <summary>Nothing was patched, or, by a later call, nothing more; <see cref="Exception.Message"/> is one sentence that says why.</summary>
public sealed class PatchRefusedException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="message">One sentence.</param>
    public PatchRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public PatchRefusedException()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="innerException">What led to it.</param>
    public PatchRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
