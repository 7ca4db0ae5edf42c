namespace Shim.Patching.Detours;

/// <summary>A detour cannot be made; the message is one sentence that a user can read. Nothing was changed.</summary>
internal sealed class DetourRefusedException(string message, Exception? cause = null) : Exception(message, cause);
