using System.Reflection;
using System.Reflection.Metadata;
using Green.Audit.Model;

namespace Green.Audit.Graph;

/// <summary>Finds the methods that are native themselves.</summary>
internal static class NativeEntries
{
    /// <summary>The name under which a method without a body of IL leaves managed code, or null.</summary>
    internal static string? NameOf(Framework framework, Image image, int number, MethodDefinition method)
    {
        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
        {
            MethodImport import = method.GetImport();
            string function = image.Reader.GetString(import.Name.IsNil ? method.Name : import.Name);
            string library = import.Module.IsNil ? "" : image.Reader.GetString(image.Reader.GetModuleReference(import.Module).Name);
            return $"{library}!{function}";
        }
        bool isRuntime = (method.ImplAttributes & MethodImplAttributes.InternalCall) != 0;
        return isRuntime ? $"runtime!{framework.TypeName(framework.DeclaringType(number))}::{image.Reader.GetString(method.Name)}" : null;
    }
}
