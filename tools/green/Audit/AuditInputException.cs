namespace Green.Audit;

/// <summary>The audit was given something that it cannot work with; the message is one sentence for the user.</summary>
internal sealed class AuditInputException(string message) : Exception(message);
