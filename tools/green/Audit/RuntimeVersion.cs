using System.Reflection.Metadata;
using Green.Audit.Graph;
using Green.Audit.Model;

namespace Green.Audit;

/// <summary>The version of a framework, out of its core library: 10.0.12, not 10.0.0.0 as its assemblies are numbered.</summary>
internal static class RuntimeVersion
{
    internal static string Of(Framework framework)
    {
        Image image = framework.Find("System.Private.CoreLib") ?? framework.Images[0];
        foreach (CustomAttributeHandle handle in image.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = image.Reader.GetCustomAttribute(handle);
            if (Attributes.IsNamed(image.Reader, attribute, "AssemblyInformationalVersionAttribute"))
            {
                BlobReader value = image.Reader.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                return value.ReadSerializedString()?.Split('+', '-')[0] ?? "";
            }
        }
        return image.Reader.GetAssemblyDefinition().Version.ToString();
    }
}
