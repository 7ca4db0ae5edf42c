namespace Green.Audit.Graph;

/// <summary>A way out of managed code: "library!function" of a P/Invoke, "runtime!Type::Method" of a method whose body is the runtime itself,
/// "pointer!Type::Method" of a method that calls a native function by its address.</summary>
internal readonly record struct NativeEntry(string Name, int Method);
