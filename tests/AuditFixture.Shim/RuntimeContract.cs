namespace AuditFixture.Shim;

/// <summary>Stands for the one that reads the runtime's own description of its layout.</summary>
internal sealed class RuntimeContract
{
    internal int Offset(string type, string field) => type.Length + field.Length;

    internal nint Global(string name) => name.Length;
}
