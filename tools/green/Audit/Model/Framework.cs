using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Green.Audit.Model;

/// <summary>The assemblies of a shared framework, and what a reference in one of them means in another.</summary>
internal sealed partial class Framework : IDisposable
{
    private readonly List<Image> _images = [];
    private readonly Dictionary<string, Image> _byName = new(StringComparer.OrdinalIgnoreCase);

    private Framework()
    {
    }

    internal IReadOnlyList<Image> Images => _images;

    internal int TypeCount { get; private set; }

    internal int MethodCount { get; private set; }

    /// <param name="folders">Folders with assemblies. A file that is none is passed over; of several of one name, the first counts.</param>
    /// <exception cref="AuditInputException">There is no assembly, or one cannot be read.</exception>
    internal static Framework Read(IReadOnlyList<string> folders)
    {
        var framework = new Framework();
        try
        {
            foreach (string file in folders.SelectMany(f => Directory.EnumerateFiles(f, "*.dll").Order(StringComparer.Ordinal)))
            {
                framework.Add(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            framework.Dispose();
            throw new AuditInputException($"cannot read the framework: {e.Message}");
        }
        return framework._images.Count > 0 ? framework : throw new AuditInputException($"there is no .NET assembly in '{folders[0]}'");
    }

    public void Dispose()
    {
        foreach (Image image in _images)
        {
            image.Dispose();
        }
    }

    internal Image? Find(string assembly) => _byName.GetValueOrDefault(assembly);

    internal Image ImageOfMethod(int method) => Locate(method, static i => i.FirstMethod);

    internal Image ImageOfType(int type) => Locate(type, static i => i.FirstType);

    /// <summary>"Namespace.Outer+Inner`1".</summary>
    internal string TypeName(int type) => ImageOfType(type).TypeName(type);

    internal int DeclaringType(int method)
    {
        Image image = ImageOfMethod(method);
        return image.Number(image.Method(method).GetDeclaringType());
    }

    /// <summary>"Assembly!Namespace.Type::Method(Parameter.Types)", as the patch map writes it.</summary>
    internal string MethodName(int method)
    {
        Image image = ImageOfMethod(method);
        return $"{image.Name}!{TypeName(DeclaringType(method))}::{Signature(method)}";
    }

    /// <summary>"Method(Parameter.Types)".</summary>
    internal string Signature(int method)
    {
        Image image = ImageOfMethod(method);
        MethodDefinition definition = image.Method(method);
        MethodSignature<string> signature = definition.DecodeSignature(TypeNames.Instance, null);
        return $"{image.Reader.GetString(definition.Name)}({string.Join(',', signature.ParameterTypes)})";
    }

    private void Add(string file)
    {
        var pe = new PEReader(File.OpenRead(file), PEStreamOptions.PrefetchEntireImage);
        try
        {
            MetadataReader? reader = pe.HasMetadata ? pe.GetMetadataReader() : null;
            string? name = reader is { IsAssembly: true } ? reader.GetString(reader.GetAssemblyDefinition().Name) : null;
            if (name is not null && !_byName.ContainsKey(name))
            {
                var image = new Image(pe, reader!, _images.Count, TypeCount, MethodCount);
                _images.Add(image);
                _byName.Add(name, image);
                TypeCount += image.TypeCount;
                MethodCount += image.MethodCount;
                return;
            }
        }
        catch (BadImageFormatException)
        {
            // Native, or no library at all.
        }
        pe.Dispose();
    }

    private Image Locate(int number, Func<Image, int> first)
    {
        int low = 0;
        int high = _images.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (first(_images[middle]) <= number)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }
        return _images[low];
    }
}
