using System.ComponentModel;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Security.Authentication.ExtendedProtection;

namespace DetourHost.Routes;

/// <summary>Routes into libraries of the system. That a call fails there, for want of a Kerberos realm or of the right, is no matter.</summary>
internal static class LookupRoutes
{
    private const string Outgoing = "NegotiateAuthentication.GetOutgoingBlob(ReadOnlySpan<byte>, out NegotiateAuthenticationStatusCode)";

    internal static readonly Dictionary<string, Action> All = new()
    {
        ["Environment.UserName"] = static () => _ = Environment.UserName,
        ["Environment.GetFolderPath(SpecialFolder) without HOME"] = static () =>
        {
            Environment.SetEnvironmentVariable("HOME", null);
            _ = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        },
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
        [Outgoing + " of a server"] = static () =>
        {
            using var server = new NegotiateAuthentication(new NegotiateAuthenticationServerOptions { Package = "Negotiate" });
            Try(() => server.GetOutgoingBlob("nonsense"u8, out _));
        },
    };

    private static void Client(NegotiateAuthenticationClientOptions options)
    {
        using var client = new NegotiateAuthentication(options);
        Try(() => client.GetOutgoingBlob([], out _));
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
