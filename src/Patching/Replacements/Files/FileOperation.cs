namespace Shim.Patching.Replacements.Files;

/// <summary>The calls on an open file that may have to wait.</summary>
internal enum FileOperation
{
    Read,
    ReadStdin,
    Write,
    PRead,
    PWrite,
    PReadV,
    PWriteV,
    FSync,
    Copy,
}
