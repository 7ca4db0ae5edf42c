using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bench.Run;

/// <summary>A certificate for the TLS servers, in a file that all of them can read.</summary>
internal static class TestCertificate
{
    private static readonly Lazy<string> s_file = new(Make);

    internal static string File => s_file.Value;

    private static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string file = Path.Combine(Path.GetTempPath(), $"bench-{Environment.ProcessId}.pem");
        System.IO.File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.Delete(file);
        return file;
    }
}
