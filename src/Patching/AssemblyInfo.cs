using System.Runtime.CompilerServices;

// Blittable P/Invokes can then be precompiled: no IL stub is jitted while PatchAll runs.
[assembly: DisableRuntimeMarshalling]
