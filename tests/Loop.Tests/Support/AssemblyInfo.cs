using System.Runtime.Versioning;
using Xunit;

// Descriptor numbers belong to the whole process, and some tests are about which number is reused.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: SupportedOSPlatform("linux")]
