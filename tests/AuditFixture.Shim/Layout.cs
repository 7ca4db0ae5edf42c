namespace AuditFixture.Shim;

/// <summary>What it asks for: parts that are there, and others.</summary>
internal sealed class Layout(RuntimeContract contract)
{
    internal int Flags { get; } = contract.Offset("MethodDesc", "Flags");

    internal int Size { get; } = contract.Offset("MethodDesc", "!");

    internal nint Table { get; } = contract.Global("SyncTableEntries");

    internal int Missing { get; } = contract.Offset("MethodDesc", "NoSuchField");

    internal nint MissingGlobal { get; } = contract.Global("NoSuchGlobal");
}
