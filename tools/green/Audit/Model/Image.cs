using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Green.Audit.Model;

/// <summary>One assembly, read and never loaded. Its types and methods have numbers that count on from those of the assembly before it.</summary>
internal sealed class Image : IDisposable
{
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly int[] _typeReferences;
    private Dictionary<string, string>? _forwards;
    private readonly string?[] _typeNames;

    internal Image(PEReader file, MetadataReader reader, int index, int firstType, int firstMethod)
    {
        File = file;
        Reader = reader;
        Index = index;
        FirstType = firstType;
        FirstMethod = firstMethod;
        Name = reader.GetString(reader.GetAssemblyDefinition().Name);
        TypeCount = reader.GetTableRowCount(TableIndex.TypeDef);
        MethodCount = reader.GetTableRowCount(TableIndex.MethodDef);
        _typeReferences = new int[reader.GetTableRowCount(TableIndex.TypeRef) + 1];
        _typeNames = new string?[TypeCount];
        for (int i = 0; i < TypeCount; i++)
        {
            _types.TryAdd(TypeName(firstType + i), firstType + i);
        }
    }

    internal PEReader File { get; }

    internal MetadataReader Reader { get; }

    internal string Name { get; }

    internal int Index { get; }

    internal int FirstType { get; }

    internal int TypeCount { get; }

    internal int FirstMethod { get; }

    internal int MethodCount { get; }

    /// <summary>What a type reference was resolved to: 0 not asked yet, -1 outside of the framework, otherwise the type's number + 1.</summary>
    internal Span<int> TypeReferences => _typeReferences;

    public void Dispose() => File.Dispose();

    internal TypeDefinition Type(int type) => Reader.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(type - FirstType + 1));

    internal MethodDefinition Method(int method) => Reader.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(method - FirstMethod + 1));

    internal int Number(TypeDefinitionHandle handle) => FirstType + MetadataTokens.GetRowNumber(handle) - 1;

    internal int Number(MethodDefinitionHandle handle) => FirstMethod + MetadataTokens.GetRowNumber(handle) - 1;

    /// <summary>The type's number, or -1.</summary>
    internal int FindType(string fullName) => _types.TryGetValue(fullName, out int type) ? type : -1;

    /// <summary>The assembly that a type was moved to, or null.</summary>
    internal string? Forward(string fullName)
    {
        if (_forwards is null)
        {
            _forwards = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (ExportedTypeHandle handle in Reader.ExportedTypes)
            {
                ExportedType type = Reader.GetExportedType(handle);
                if (type.Implementation.Kind == HandleKind.AssemblyReference)
                {
                    string name = Reader.GetString(type.Name);
                    AssemblyReference target = Reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation);
                    _forwards.TryAdd(type.Namespace.IsNil ? name : $"{Reader.GetString(type.Namespace)}.{name}", Reader.GetString(target.Name));
                }
            }
        }
        return _forwards.GetValueOrDefault(fullName);
    }

    /// <summary>"Namespace.Outer+Inner`1".</summary>
    internal string TypeName(int type)
    {
        ref string? name = ref _typeNames[type - FirstType];
        if (name is null)
        {
            TypeDefinition definition = Type(type);
            string own = Reader.GetString(definition.Name);
            TypeDefinitionHandle outer = definition.GetDeclaringType();
            name = !outer.IsNil ? $"{TypeName(Number(outer))}+{own}"
                : definition.Namespace.IsNil ? own
                : $"{Reader.GetString(definition.Namespace)}.{own}";
        }
        return name;
    }
}
