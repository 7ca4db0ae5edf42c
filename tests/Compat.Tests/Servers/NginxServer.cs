using Compat.Tests.Harness;

namespace Compat.Tests.Servers;

/// <summary>nginx, with pages that come at once, late, little by little, or not before a minute has passed.</summary>
public sealed class NginxServer : Server
{
    private readonly int _tlsPort = TcpPorts.Next();

    /// <inheritdoc/>
    public NginxServer()
    {
        (string certificate, string key) = Certificate.New();
        Write("server.crt", certificate);
        Write("server.key", key);
        Write("hello", "hello\n");
        Write("late", new string('y', 2000));
        Write("large", new string('x', 300000));
        Write("conf", $$"""
            daemon off; master_process off; pid {{Folder}}/pid;
            events { worker_connections 4096; }
            http {
              access_log off; default_type text/plain;
              client_body_temp_path {{Folder}}; proxy_temp_path {{Folder}}; fastcgi_temp_path {{Folder}}; uwsgi_temp_path {{Folder}}; scgi_temp_path {{Folder}};
              limit_req_zone $args zone=held:1m rate=1r/m;
              keepalive_requests 100000;
              server {
                listen 127.0.0.1:{{Port}} backlog=2000;
                listen 127.0.0.1:{{_tlsPort}} ssl;
                ssl_certificate {{Folder}}/server.crt; ssl_certificate_key {{Folder}}/server.key;
                root {{Folder}};
                location /late { limit_rate 1000; }
                location /trickle { alias {{Folder}}/large; limit_rate 1000; }
                location /held { alias {{Folder}}/hello; limit_req zone=held burst=10000; }
                location /echo-method { return 200 "$request_method $http_x_number\n"; }
                location /moved { return 302 /hello; }
                location /connections { return 200 "$connection\n"; }
              }
            }
            """);
        Start();
    }

    /// <inheritdoc/>
    public override string Name { get; } = "nginx " + Daemons.VersionOf("nginx", "-v");

    /// <inheritdoc/>
    protected override string[] Command() => [Daemons.Get("nginx"), "-e", "stderr", "-c", $"{Folder}/conf"];

    /// <inheritdoc/>
    protected override int[] Ports => [Port, _tlsPort];

    /// <inheritdoc/>
    protected override string[] Arrange(int run) => ["127.0.0.1", $"{Port}", $"{_tlsPort}"];
}
