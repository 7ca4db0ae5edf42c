using System.Text.Json.Serialization;

namespace Green.Load;

[JsonSerializable(typeof(LoadResult))]
internal sealed partial class LoadJson : JsonSerializerContext;
