using Shim.Green;

namespace Shim.Patching.Replacements.Names;

/// <summary>Reads the resolver's files.</summary>
/// <param name="hub">Whose loop a channel is to be on.</param>
/// <param name="done">Called on the native thread that has read them.</param>
internal sealed class AresSettingsWork(Hub hub, Action done) : NativeWork
{
    /// <summary>Null if they could not be read, which is not said of files that are missing.</summary>
    internal AresSettings? Settings { get; private set; }

    protected override void Execute() => Settings = AresSettings.Read(hub);

    protected override void Finished() => done();
}
