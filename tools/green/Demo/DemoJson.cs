using System.Text.Json.Serialization;

namespace Green.Demo;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoRow[]))]
internal sealed partial class DemoJson : JsonSerializerContext;
