using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Green.Audit.Model;

namespace Green.Audit.Graph;

/// <summary>Reads the IL of every method once and notes whom it may call.</summary>
internal sealed partial class CallGraphBuilder(Framework framework, Hierarchy hierarchy)
{
    private readonly Dictionary<int, int> _classConstructors = [];
    private readonly HashSet<int> _roots = [];
    private readonly HashSet<int> _called = [];

    internal List<(int From, int To)> Narrow { get; } = [];

    internal List<(int From, int To)> Wide { get; } = [];

    internal List<NativeEntry> Natives { get; } = [];

    internal IReadOnlySet<int> Roots => _roots;

    /// <summary>Methods, their dispatch nodes in the wide graph, and those of the narrow graph.</summary>
    internal int NodeCount => (2 * framework.MethodCount) + _narrowDispatches.Count;

    internal void Build()
    {
        foreach (Image image in framework.Images)
        {
            for (int type = image.FirstType; type < image.FirstType + image.TypeCount; type++)
            {
                foreach (MethodDefinitionHandle handle in image.Type(type).GetMethods())
                {
                    if (image.Reader.StringComparer.Equals(image.Reader.GetMethodDefinition(handle).Name, ".cctor"))
                    {
                        _classConstructors.Add(type, image.Number(handle));
                    }
                }
            }
        }
        foreach (Image image in framework.Images)
        {
            for (int method = image.FirstMethod; method < image.FirstMethod + image.MethodCount; method++)
            {
                Read(image, method, image.Method(method));
            }
        }
    }

    private void Read(Image image, int number, MethodDefinition method)
    {
        MethodAttributes access = method.Attributes & MethodAttributes.MemberAccessMask;
        if (access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem
            && hierarchy.IsVisible(image.Number(method.GetDeclaringType())))
        {
            _roots.Add(number);
            if ((method.Attributes & MethodAttributes.Virtual) != 0)
            {
                _roots.Add(Dispatch(number));
            }
        }
        if (NativeEntries.NameOf(framework, image, number, method) is { } native)
        {
            Natives.Add(new NativeEntry(native, number));
        }
        else if (method.RelativeVirtualAddress != 0)
        {
            ReadBody(image, number, image.File.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
        }
        else if ((method.Attributes & MethodAttributes.Abstract) == 0 && (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL)
        {
            Both(number, Accessors.Target(framework, image, method));
        }
    }

    private void ReadBody(Image image, int caller, BlobReader body)
    {
        int constrained = -1;
        bool isPointerCall = false;
        _called.Clear();
        while (Instructions.Next(ref body, out ILOpCode code, out int token))
        {
            if (token == 0)
            {
                continue;
            }
            switch (code)
            {
                case ILOpCode.Constrained:
                    constrained = framework.ResolveType(image, MetadataTokens.EntityHandle(token));
                    continue;
                case ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj or ILOpCode.Jmp or ILOpCode.Ldftn or ILOpCode.Ldvirtftn:
                    Call(image, caller, code, MetadataTokens.EntityHandle(token), constrained);
                    break;
                case ILOpCode.Ldsfld or ILOpCode.Ldsflda or ILOpCode.Stsfld:
                    TouchField(image, caller, MetadataTokens.EntityHandle(token));
                    break;
                case ILOpCode.Calli:
                    isPointerCall |= IsUnmanaged(image, (StandaloneSignatureHandle)MetadataTokens.EntityHandle(token));
                    break;
            }
            constrained = -1;
        }
        if (isPointerCall)
        {
            Natives.Add(new NativeEntry($"pointer!{framework.TypeName(framework.DeclaringType(caller))}::{image.Reader.GetString(image.Method(caller).Name)}", caller));
        }
    }

    private void Call(Image image, int caller, ILOpCode code, EntityHandle handle, int constrained)
    {
        if (handle.Kind == HandleKind.MethodSpecification)
        {
            // An asynchronous method hands its state machine to a builder's generic Start, which runs it at once, on this thread.
            foreach (int argument in image.Reader.GetMethodSpecification((MethodSpecificationHandle)handle).DecodeSignature(new TypeNumbers(framework, image), null))
            {
                RunStateMachine(caller, argument);
            }
        }
        int callee = framework.ResolveMethod(image, handle);
        if (callee < 0)
        {
            return;
        }
        int type = framework.DeclaringType(callee);
        Image owner = framework.ImageOfMethod(callee);
        MethodAttributes attributes = owner.Method(callee).Attributes;
        if ((attributes & MethodAttributes.Static) != 0 || code == ILOpCode.Newobj)
        {
            Touch(caller, type);
        }
        if (code == ILOpCode.Newobj)
        {
            RunStateMachine(caller, type);
        }
        bool isVirtual = (attributes & MethodAttributes.Virtual) != 0
            && (code is ILOpCode.Callvirt or ILOpCode.Ldvirtftn || (attributes & MethodAttributes.Static) != 0);
        if (isVirtual && constrained >= 0 && hierarchy.AnswerOf(callee, constrained) is var exact and >= 0)
        {
            Both(caller, exact);
        }
        else if (isVirtual && (attributes & MethodAttributes.Final) == 0 && (owner.Type(type).Attributes & TypeAttributes.Sealed) == 0)
        {
            DispatchFrom(image, caller, callee);
        }
        else
        {
            Both(caller, callee);
        }
    }

    // Who makes an iterator or a state machine is who runs it: through the interfaces alone everything that enumerates would reach all of them.
    private void RunStateMachine(int caller, int type)
    {
        if (type < 0 || !IsStateMachine(type))
        {
            return;
        }
        Image image = framework.ImageOfType(type);
        foreach (MethodDefinitionHandle handle in image.Type(type).GetMethods())
        {
            Both(caller, image.Number(handle));
        }
    }

    private bool IsStateMachine(int type)
    {
        Image image = framework.ImageOfType(type);
        TypeDefinition definition = image.Type(type);
        return image.Reader.GetString(definition.Name) is ['<', ..] name && name.Contains(">d__", StringComparison.Ordinal);
    }

    private void TouchField(Image image, int caller, EntityHandle handle)
    {
        int type = handle.Kind == HandleKind.FieldDefinition
            ? image.Number(image.Reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType())
            : framework.ResolveType(image, image.Reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
        Touch(caller, type);
    }

    private void Touch(int caller, int type)
    {
        if (type >= 0 && _classConstructors.TryGetValue(type, out int constructor) && constructor != caller && _called.Add(constructor))
        {
            // Runs once, whoever comes first: not in the narrow graph.
            Wide.Add((caller, constructor));
        }
    }

    private void Both(int caller, int callee)
    {
        if (callee >= 0 && _called.Add(callee))
        {
            Narrow.Add((caller, callee));
            Wide.Add((caller, callee));
        }
    }

    private static bool IsUnmanaged(Image image, StandaloneSignatureHandle handle)
    {
        BlobReader signature = image.Reader.GetBlobReader(image.Reader.GetStandaloneSignature(handle).Signature);
        return signature.ReadSignatureHeader().CallingConvention is not (SignatureCallingConvention.Default or SignatureCallingConvention.VarArgs);
    }
}
