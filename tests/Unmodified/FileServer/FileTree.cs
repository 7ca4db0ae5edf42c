using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;

/// <summary>Maps request paths to files below one directory, and to nothing outside of it.</summary>
class FileTree
{
    private static readonly Dictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        { ".html", "text/html; charset=utf-8" }, { ".htm", "text/html; charset=utf-8" }, { ".txt", "text/plain; charset=utf-8" },
        { ".css", "text/css" }, { ".js", "text/javascript" }, { ".json", "application/json" }, { ".png", "image/png" },
        { ".jpg", "image/jpeg" }, { ".svg", "image/svg+xml" }, { ".xml", "application/xml" }, { ".pdf", "application/pdf" },
    };

    private readonly string _root;

    public FileTree(string root)
    {
        _root = Path.GetFullPath(root).TrimEnd('/') + "/";
    }

    /// <returns>The full path, or null when the request leads outside or is no path at all.</returns>
    public string Resolve(string target)
    {
        int query = target.IndexOf('?');
        string path = WebUtility.UrlDecode((query < 0 ? target : target.Substring(0, query)).Replace("+", "%2B"));
        if (!path.StartsWith("/") || path.IndexOf('\0') >= 0)
        {
            return null;
        }
        string full = Path.GetFullPath(_root + path.TrimStart('/'));
        return (full + "/").StartsWith(_root, StringComparison.Ordinal) ? full : null;
    }

    public string ContentType(string file)
    {
        string type;
        return Types.TryGetValue(Path.GetExtension(file), out type) ? type : "application/octet-stream";
    }

    public byte[] Listing(string directory, string target)
    {
        var page = new StringBuilder("<!doctype html>\n<title>Index of " + WebUtility.HtmlEncode(target) + "</title>\n<ul>\n");
        string[] entries = Directory.GetFileSystemEntries(directory);
        Array.Sort(entries, StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            string name = Path.GetFileName(entry) + (Directory.Exists(entry) ? "/" : "");
            page.Append("<li><a href=\"" + Uri.EscapeDataString(name).Replace("%2F", "/") + "\">" + WebUtility.HtmlEncode(name) + "</a>\n");
        }
        return Encoding.UTF8.GetBytes(page.Append("</ul>\n").ToString());
    }
}
