namespace Compat.Tests.Harness;

/// <summary>What programs of the suite use, a server mostly.</summary>
public interface IService : IDisposable
{
    /// <summary>Name and version, such as "PostgreSQL 15.18".</summary>
    public string Name { get; }

    /// <summary>What a program is started with that shall use it, with nothing in it that another run left there.</summary>
    public string[] NewRun();

    /// <summary>Ends it, as a power cut would.</summary>
    public void Kill();

    /// <summary>Starts it, with the data it had on the port it had, and waits until it answers.</summary>
    public void Start();
}
