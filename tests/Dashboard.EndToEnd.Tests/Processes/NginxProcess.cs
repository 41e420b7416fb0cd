using System.Diagnostics;
using System.Net.Sockets;
using Dashboard.Tests.Shared;

namespace Dashboard.EndToEnd.Tests.Processes;

/// <summary>A real nginx on loopback that serves the dashboard below a path, as the README describes it.</summary>
public sealed class NginxProcess : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private NginxProcess(string folder, Process process, Uri address)
    {
        _folder = folder;
        _process = process;
        Address = address;
    }

    /// <summary>Address of the dashboard through the proxy, with a slash at the end.</summary>
    public Uri Address { get; }

    public static async Task<NginxProcess> StartAsync(Uri dashboard, string path)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-nginx-").FullName;
        var port = FreePort.Find();
        var config = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(config, Config(folder, port, dashboard, path));
        var start = new ProcessStartInfo("/usr/sbin/nginx") { RedirectStandardError = true };
        foreach (var argument in new[] { "-c", config, "-p", folder, "-e", Path.Combine(folder, "error.log") })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("nginx did not start.");
        var nginx = new NginxProcess(folder, process, new Uri($"http://127.0.0.1:{port}{path}/"));
        await nginx.WaitAsync(port);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync(int port)
    {
        for (var i = 0; i < 100; i++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"nginx ended: {await _process.StandardError.ReadToEndAsync()}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new TimeoutException("nginx does not listen.");
    }

    private static string Config(string folder, int port, Uri dashboard, string path) =>
        $$"""
        daemon off;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          map $http_upgrade $connection_upgrade { default upgrade; '' close; }
          server {
            listen 127.0.0.1:{{port}};
            location {{path}}/ {
              proxy_pass {{dashboard.GetLeftPart(UriPartial.Authority)}};
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $connection_upgrade;
              proxy_read_timeout 60s;
            }
          }
        }
        """;
}
