using System.Reflection;
using System.Reflection.Metadata;
using Green.Audit.Model;

namespace Green.Audit.Graph;

/// <summary>
/// Who may answer a virtual call: for each method that is overridden or implemented, the methods one step below. Methods are matched by name and number of
/// parameters (a generic base spells the types differently), which at worst adds an overload that is never called.
/// </summary>
internal sealed class Hierarchy
{
    private readonly Framework _framework;
    private readonly int[] _baseTypes;
    private readonly bool[] _isVisible;
    private readonly List<int>?[] _answers;

    internal Hierarchy(Framework framework)
    {
        _framework = framework;
        _answers = new List<int>?[framework.MethodCount];
        _baseTypes = new int[framework.TypeCount];
        _isVisible = new bool[framework.TypeCount];
        for (int type = 0; type < framework.TypeCount; type++)
        {
            _baseTypes[type] = framework.BaseType(type);
            _isVisible[type] = framework.IsVisible(type);
        }
        foreach (Image image in framework.Images)
        {
            for (int type = image.FirstType; type < image.FirstType + image.TypeCount; type++)
            {
                Relate(image, type);
            }
        }
    }

    /// <summary>Methods that override or implement this one directly.</summary>
    internal IReadOnlyList<int> Answers(int method) => _answers[method] ?? (IReadOnlyList<int>)[];

    internal bool IsVisible(int type) => _isVisible[type];

    /// <summary>What a virtual call does on exactly this type (or what it inherits from), or -1.</summary>
    internal int AnswerOf(int method, int type)
    {
        for (; type >= 0; type = _baseTypes[type])
        {
            foreach (int answer in Answers(method))
            {
                if (_framework.DeclaringType(answer) == type)
                {
                    return answer;
                }
            }
        }
        return -1;
    }

    private void Relate(Image image, int type)
    {
        TypeDefinition definition = image.Type(type);
        if ((definition.Attributes & TypeAttributes.Interface) == 0)
        {
            foreach (MethodDefinitionHandle handle in definition.GetMethods())
            {
                MethodDefinition method = image.Reader.GetMethodDefinition(handle);
                if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) == MethodAttributes.Virtual)
                {
                    Override(image.Number(handle), image.Reader.GetString(method.Name), ParameterCount(image, method), _baseTypes[type]);
                }
            }
            ImplementInterfaces(image, type, definition);
        }
        foreach (MethodImplementationHandle handle in definition.GetMethodImplementations())
        {
            MethodImplementation explicitly = image.Reader.GetMethodImplementation(handle);
            Add(_framework.ResolveMethod(image, explicitly.MethodDeclaration), _framework.ResolveMethod(image, explicitly.MethodBody));
        }
    }

    private void Override(int method, string name, int parameters, int type)
    {
        for (; type >= 0; type = _baseTypes[type])
        {
            bool found = false;
            foreach (int candidate in Virtuals(type, name, parameters))
            {
                Add(candidate, method);
                found = true;
            }
            if (found)
            {
                return;
            }
        }
    }

    private void ImplementInterfaces(Image image, int type, TypeDefinition definition)
    {
        var all = new HashSet<int>();
        foreach (InterfaceImplementationHandle handle in definition.GetInterfaceImplementations())
        {
            Collect(_framework.ResolveType(image, image.Reader.GetInterfaceImplementation(handle).Interface), all);
        }
        foreach (int one in all)
        {
            Image owner = _framework.ImageOfType(one);
            foreach (MethodDefinitionHandle handle in owner.Type(one).GetMethods())
            {
                MethodDefinition method = owner.Reader.GetMethodDefinition(handle);
                string name = owner.Reader.GetString(method.Name);
                int parameters = ParameterCount(owner, method);
                for (int at = type; at >= 0; at = _baseTypes[at])
                {
                    bool found = false;
                    foreach (int candidate in Virtuals(at, name, parameters))
                    {
                        Add(owner.Number(handle), candidate);
                        found = true;
                    }
                    if (found)
                    {
                        break;
                    }
                }
            }
        }
    }

    private void Collect(int type, HashSet<int> all)
    {
        if (type < 0 || !all.Add(type))
        {
            return;
        }
        Image image = _framework.ImageOfType(type);
        foreach (InterfaceImplementationHandle handle in image.Type(type).GetInterfaceImplementations())
        {
            Collect(_framework.ResolveType(image, image.Reader.GetInterfaceImplementation(handle).Interface), all);
        }
    }

    // Static ones, too: interfaces have static virtual methods.
    private List<int> Virtuals(int type, string name, int parameters)
    {
        var found = new List<int>();
        Image image = _framework.ImageOfType(type);
        foreach (MethodDefinitionHandle handle in image.Type(type).GetMethods())
        {
            MethodDefinition method = image.Reader.GetMethodDefinition(handle);
            if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.Static)) != 0
                && image.Reader.StringComparer.Equals(method.Name, name) && ParameterCount(image, method) == parameters)
            {
                found.Add(image.Number(handle));
            }
        }
        return found;
    }

    private void Add(int method, int answer)
    {
        if (method < 0 || answer < 0 || method == answer)
        {
            return;
        }
        List<int> answers = _answers[method] ??= [];
        if (!answers.Contains(answer))
        {
            answers.Add(answer);
        }
    }

    private static int ParameterCount(Image image, MethodDefinition method)
    {
        BlobReader signature = image.Reader.GetBlobReader(method.Signature);
        SignatureHeader header = signature.ReadSignatureHeader();
        if (header.IsGeneric)
        {
            signature.ReadCompressedInteger();
        }
        return signature.ReadCompressedInteger();
    }
}
