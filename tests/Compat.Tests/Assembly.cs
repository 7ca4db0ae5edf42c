using System.Runtime.Versioning;

// Debian's daemons.
[assembly: SupportedOSPlatform("linux")]
