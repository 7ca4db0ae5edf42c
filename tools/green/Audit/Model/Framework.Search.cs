using System.Reflection.Metadata;

namespace Green.Audit.Model;

/// <summary>Types by what somebody wrote down: no token to follow.</summary>
internal sealed partial class Framework
{
    /// <param name="written">"Namespace.Type" or "Namespace.Type, Assembly". Without an assembly: the visible type of that name, or the only one.</param>
    /// <returns>The type's number, or -1.</returns>
    internal int FindWritten(string written)
    {
        string[] parts = written.Split(',', 2, StringSplitOptions.TrimEntries);
        string name = parts[0].TrimEnd('&', '*');
        if (name.IndexOf('<', StringComparison.Ordinal) is var open and > 0)
        {
            name = $"{name[..open]}`{1 + Depth(name.AsSpan(open))}";
        }
        if (parts.Length == 2 && !written.Contains('<', StringComparison.Ordinal))
        {
            return Find(parts[1].Split(',')[0]) is { } image ? FindType(image, name) : -1;
        }
        int found = -1;
        foreach (Image image in _images)
        {
            int type = image.FindType(name);
            if (type >= 0 && (found < 0 || IsVisible(type)))
            {
                found = type;
            }
        }
        return found;
    }

    /// <summary>The field's type as it is spelled, and whether it is static; or null.</summary>
    internal (string Type, bool IsStatic)? FindField(int type, string name)
    {
        Image image = ImageOfType(type);
        foreach (FieldDefinitionHandle handle in image.Type(type).GetFields())
        {
            FieldDefinition field = image.Reader.GetFieldDefinition(handle);
            if (image.Reader.StringComparer.Equals(field.Name, name))
            {
                return (field.DecodeSignature(TypeNames.Instance, null), (field.Attributes & System.Reflection.FieldAttributes.Static) != 0);
            }
        }
        return null;
    }

    // Commas between the outermost angle brackets.
    private static int Depth(ReadOnlySpan<char> text)
    {
        int depth = 0;
        int commas = 0;
        foreach (char c in text)
        {
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            commas += c == ',' && depth == 1 ? 1 : 0;
        }
        return commas;
    }
}
