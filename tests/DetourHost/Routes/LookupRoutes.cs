using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.MemoryMappedFiles;
using System.IO.Pipes;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Reflection;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography.X509Certificates;
using DetourHost.Interop;

namespace DetourHost.Routes;

/// <summary>Routes into libraries of the system. That a call fails there, for want of a Kerberos realm or of the right, is no matter.</summary>
internal static class LookupRoutes
{
    private const string Outgoing = "NegotiateAuthentication.GetOutgoingBlob(ReadOnlySpan<byte>, out NegotiateAuthenticationStatusCode)";

    private static bool s_hasKeys;

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Environment.UserName"] = static () => _ = Environment.UserName,
        ["Environment.GetFolderPath(SpecialFolder) without HOME"] = static () =>
        {
            Environment.SetEnvironmentVariable("HOME", null);
            _ = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        },
        ["X509Store.Open(OpenFlags) without HOME"] = OpenStore,
        ["the description of the terminal without HOME"] = DescribeTerminal,
        ["TarWriter.WriteEntry(string, string)"] = WriteTar,
        ["NamedPipeServerStream.GetImpersonationUserName()"] = AskWhoIsThere,
        ["Process.Start(ProcessStartInfo) with UserName"] = StartAsUser,
        ["IPGlobalProperties.DomainName"] = static () => _ = IPGlobalProperties.GetIPGlobalProperties().DomainName,
        ["MemoryMappedViewAccessor.Flush()"] = FlushMapped,
        [Outgoing] = static () => Client(new() { Package = "Kerberos", TargetName = "HTTP/localhost" }),
        [Outgoing + " with a password"] = static () => Client(new()
        {
            Package = "Kerberos", TargetName = "HTTP/localhost", Credential = new NetworkCredential("somebody", "secret", "NOWHERE.INVALID"),
        }),
        [Outgoing + " with a channel binding"] = static () => Client(new()
        {
            Package = "Kerberos", TargetName = "HTTP/localhost", Binding = new Binding(),
        }),
        [Outgoing + " with a user's name alone"] = AskForTicketOfUser,
        [Outgoing + " of a server"] = static () =>
        {
            s_hasKeys |= ProvideKeys();
            using var server = new NegotiateAuthentication(new NegotiateAuthenticationServerOptions { Package = "Negotiate" });
            Try(() => server.GetOutgoingBlob("nonsense"u8, out _));
        },
    };

    // Kerberos asks the name server for the realm's servers, six times a call: minutes where that one is slow.
    static LookupRoutes()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "[libdefaults]\n dns_lookup_kdc = false\n dns_lookup_realm = false\n dns_canonicalize_hostname = false\n");
        Engine.Require(Libc.SetEnv("KRB5_CONFIG", path, overwrite: 1) == 0, "no configuration for Kerberos");
    }

    private static void Client(NegotiateAuthenticationClientOptions options)
    {
        using var client = new NegotiateAuthentication(options);
        Try(() => client.GetOutgoingBlob([], out _));
    }

    // No public way is known that does not take a user without a password for the one who runs the process; the code is there.
    private static void AskForTicketOfUser()
    {
        MethodInfo create = typeof(NegotiateAuthentication).Assembly.GetType("Microsoft.Win32.SafeHandles.SafeGssCredHandle")!
            .GetMethod("Create", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        try
        {
            create.Invoke(null, ["somebody", "", Enum.ToObject(create.GetParameters()[2].ParameterType, 0)]);
        }
        catch (TargetInvocationException)
        {
            // There is no ticket.
        }
    }

    private static void OpenStore()
    {
        // Asked for once, and kept.
        Forget("System.IO.PersistedFiles", "s_userProductDirectory");
        Forget("System.Security.Cryptography.X509Certificates.OpenSslDirectoryBasedStoreProvider", "s_userStoreRoot");
        Environment.SetEnvironmentVariable("HOME", null);
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly);
    }

    private static void Forget(string type, string field) =>
        typeof(X509Store).Assembly.GetType(type)!.GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, null);

    // The console does so once in the life of a process.
    private static void DescribeTerminal()
    {
        Environment.SetEnvironmentVariable("HOME", null);
        Environment.SetEnvironmentVariable("TERM", "a-terminal-that-nobody-has");
        typeof(Console).Assembly.GetType("System.TermInfo+DatabaseFactory")!
            .GetMethod("ReadActiveDatabase", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null);
    }

    private static void WriteTar()
    {
        using var writer = new TarWriter(Stream.Null);
        writer.WriteEntry(typeof(LookupRoutes).Assembly.Location, "a file");
    }

    private static void AskWhoIsThere()
    {
        string name = "routes-" + Guid.NewGuid().ToString("N");
        using var server = new NamedPipeServerStream(name);
        using var client = new NamedPipeClientStream(name);
        client.Connect();
        server.WaitForConnection();
        _ = server.GetImpersonationUserName();
    }

    // A key table with one key: without any, a server gets no credential, and asks no further.
    private static bool ProvideKeys()
    {
        if (s_hasKeys)
        {
            return true;
        }

        var table = new List<byte> { 5, 2 };
        var entry = new List<byte>();
        AddNumber(entry, 2, 2);
        foreach (string part in (string[])["NOWHERE.INVALID", "HTTP", "localhost"])
        {
            AddNumber(entry, 2, part.Length);
            entry.AddRange(System.Text.Encoding.ASCII.GetBytes(part));
        }

        AddNumber(entry, 4, 1); // a principal's name
        AddNumber(entry, 4, 0); // made in 1970
        entry.Add(1); // the first of its keys
        AddNumber(entry, 2, 18); // aes256-cts-hmac-sha1-96
        AddNumber(entry, 2, 32);
        entry.AddRange(new byte[32]);
        AddNumber(table, 4, entry.Count);
        table.AddRange(entry);
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, [.. table]);
        return Libc.SetEnv("KRB5_KTNAME", "FILE:" + path, overwrite: 1) == 0;
    }

    private static void AddNumber(List<byte> bytes, int size, int value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(four, value);
        bytes.AddRange(four[(4 - size)..]);
    }

    private static void StartAsUser()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("true") { UserName = Environment.UserName });
            process!.WaitForExit();
        }
        catch (Win32Exception)
        {
            // Not everybody may.
        }
    }

    private static void FlushMapped()
    {
        var path = Path.GetTempFileName();
        using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 4096))
        using (var view = file.CreateViewAccessor())
        {
            view.Write(0, 1);
            view.Flush();
        }

        File.Delete(path);
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // What the library thinks of it.
        }
    }

    private sealed class Binding : ChannelBinding
    {
        public override int Size => 64;

        public override bool IsInvalid => false;

        internal unsafe Binding()
            : base(ownsHandle: true) => SetHandle((nint)System.Runtime.InteropServices.NativeMemory.AllocZeroed(64));

        protected override unsafe bool ReleaseHandle()
        {
            System.Runtime.InteropServices.NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
