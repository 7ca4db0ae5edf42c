using System.Reflection.Metadata;
using Green.Audit.Data;
using Green.Audit.Model;
using Green.Audit.ReadyToRun;
using Green.Audit.Verdict;
using Shim.Patching.Manifest;

namespace Green.Audit.Map;

/// <summary>Compares the entries of the patch map with a runtime's assemblies.</summary>
internal sealed class MapCheck(Framework framework, Framework shim, LeftReasons reasons)
{
    private readonly Dictionary<Image, PrecompiledImage?> _precompiled = [];
    private readonly HashSet<(string, string)> _excused = [];

    internal IEnumerable<Finding> Run(PatchMap map)
    {
        foreach (Image image in framework.Images.Where(i => Precompiled(i) is { InlinesAcrossAssemblies: true }))
        {
            yield return new Finding("inlined", $"the precompiled code of {image.Name} has methods of other assemblies inlined, patched ones perhaps");
        }
        foreach (PatchEntry entry in map.Entries)
        {
            foreach (string sentence in CheckTarget(entry).Concat(CheckReplacement(entry)))
            {
                yield return new Finding("map", $"{entry.TargetText}: {sentence}");
            }
            foreach (Finding inlined in CheckInlining(entry))
            {
                yield return inlined;
            }
        }
        foreach (InlinedReason reason in reasons.Inlined)
        {
            foreach (string into in reason.Into.Where(i => !_excused.Contains((reason.Target, i))))
            {
                yield return new Finding("reason", $"nothing needs the reason \"{reason.Because}\" for {reason.Target} in {into} any more");
            }
        }
    }

    private IEnumerable<string> CheckTarget(PatchEntry entry)
    {
        Image? image = framework.Find(entry.Target.Assembly!);
        if (image is null)
        {
            yield return $"there is no assembly {entry.Target.Assembly}";
            yield break;
        }
        if (image.FindType(entry.Target.Type) < 0)
        {
            yield return $"there is no type {entry.Target.Type} in {image.Name}";
            yield break;
        }
        if (MethodFinder.Find(framework, entry.Target) is not [int method])
        {
            IReadOnlyList<int> others = MethodFinder.Find(framework, entry.Target with { Parameters = null });
            yield return others.Count == 0
                ? $"there is no method {entry.Target.Method} in {entry.Target.Type}"
                : $"{entry.Target.Type} has only {string.Join(", ", others.Select(framework.Signature))}";
            yield break;
        }
        int address = image.Method(method).RelativeVirtualAddress;
        int size = address == 0 ? 0 : image.File.GetMethodBody(address).GetILBytes()!.Length;
        if (size == 0)
        {
            yield return "it has no body of IL";
        }
        else if (entry.ILSize is { } expected && expected != size)
        {
            yield return $"it has {size} bytes of IL instead of {expected}";
        }
        if (Precompiled(image) is { } precompiled && !precompiled.HasBody(method))
        {
            yield return "it has no precompiled body";
        }
    }

    private IEnumerable<string> CheckReplacement(PatchEntry entry)
    {
        Image? image = entry.Replacement.Assembly is null ? shim.Find("Shim.Patching") : shim.Find(entry.Replacement.Assembly);
        int type = image?.FindType(entry.Replacement.Type) ?? -1;
        if (type < 0 || MethodFinder.Find(shim, entry.Replacement with { Assembly = image!.Name }).Count == 0)
        {
            yield return $"there is no replacement {entry.Replacement.Type}::{entry.Replacement.Method}";
        }
        else if (entry.Original is { } original && !image!.Type(type).GetFields().Any(f => image.Reader.StringComparer.Equals(image.Reader.GetFieldDefinition(f).Name, original)))
        {
            yield return $"{entry.Replacement.Type} has no field {original} for the original";
        }
    }

    private IEnumerable<Finding> CheckInlining(PatchEntry entry)
    {
        if (MethodFinder.Find(framework, entry.Target) is not [int method] || Precompiled(framework.ImageOfMethod(method)) is not { } precompiled)
        {
            yield break;
        }
        if (!precompiled.KnowsInlining)
        {
            yield return new Finding("inlined", $"{entry.TargetText}: the precompiled image does not tell what was inlined in it");
        }
        foreach (int inliner in precompiled.Inliners(method))
        {
            string full = framework.MethodName(inliner);
            string into = full[..full.IndexOf('(', StringComparison.Ordinal)];
            if (reasons.Inlined.Any(r => r.Target == entry.TargetText && r.Into.Contains(into)))
            {
                _excused.Add((entry.TargetText, into));
            }
            else
            {
                yield return new Finding("inlined", $"{entry.TargetText} is inlined in precompiled {full}, which goes past the patch");
            }
        }
    }

    private PrecompiledImage? Precompiled(Image image)
    {
        if (!_precompiled.TryGetValue(image, out PrecompiledImage? found))
        {
            _precompiled.Add(image, found = PrecompiledImage.Read(image));
        }
        return found;
    }
}
