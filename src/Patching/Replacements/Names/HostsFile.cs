using System.Net;

namespace Shim.Patching.Replacements.Names;

/// <summary>Which names and addresses hosts(5) knows; what it says of them is the system's resolver's to tell.</summary>
internal sealed class HostsFile
{
    internal const string Path = "/etc/hosts";

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _addresses = [];

    internal HostsFile(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int comment = line.IndexOf('#');
            bool isFirst = true;
            foreach (Range word in (comment < 0 ? line : line[..comment]).SplitAny(' ', '\t'))
            {
                if (line[word].IsEmpty)
                {
                    continue;
                }

                if (!isFirst)
                {
                    _names.Add(line[word].ToString());
                }
                else if (IPAddress.TryParse(line[word], out IPAddress? address))
                {
                    _addresses.Add(address.ToString());
                }

                isFirst = false;
            }
        }
    }

    internal bool HasName(string name) => _names.Contains(name);

    internal bool HasAddress(string address) => _addresses.Contains(address);
}
