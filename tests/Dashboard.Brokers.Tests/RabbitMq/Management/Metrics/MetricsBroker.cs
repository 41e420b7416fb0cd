using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Dashboard.Brokers.Tests.RabbitMq.Management.Metrics;

/// <summary>Pretends to be a broker of many queues with its metrics page beside the management API, and counts what it is asked. Answers have the shape of 3.10.</summary>
internal sealed class MetricsBroker : HttpMessageHandler
{
    private static readonly DateTimeOffset Started = AnswerReader.Noon.AddHours(-1);

    private readonly TimeProvider _time;

    public MetricsBroker(int queues, TimeProvider time)
    {
        _time = time;
        for (var i = 0; i < queues; i++)
            Queues[("/", $"q{i}")] = i;
    }

    /// <summary>What each queue holds; a stream where it is negative.</summary>
    public Dictionary<(string VirtualHost, string Name), long> Queues { get; } = [];

    /// <summary>Vhosts that the management API does not list, because the user may not see them.</summary>
    public HashSet<string> Hidden { get; } = [];

    public string[] Nodes { get; set; } = ["rabbit@one"];

    public bool Escapes { get; set; }

    /// <summary>What the metrics page says of itself.</summary>
    public (string Node, string Cluster, TimeSpan StartedLater) Tells { get; set; } = ("rabbit@one", "production", TimeSpan.Zero);

    public HttpStatusCode MetricsAnswer { get; set; } = HttpStatusCode.OK;

    /// <summary>Lists with everything, short lists, and metrics pages.</summary>
    public (int Whole, int Short, int Metrics) Asked { get; set; }

    public List<HttpRequestMessage> MetricsRequests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (request.RequestUri.AbsolutePath == "/metrics/detailed")
        {
            MetricsRequests.Add(request);
            Asked = Asked with { Metrics = Asked.Metrics + 1 };
            return Answer(Metrics(), MetricsAnswer);
        }

        return Answer(path switch
        {
            "/api/overview" => """{"rabbitmq_version":"3.10.8","management_version":"3.10.8","cluster_name":"production","listeners":[{"node":"rabbit@one","protocol":"http/prometheus","ip_address":"::","port":15692}]}""",
            _ when path.StartsWith("/api/nodes", StringComparison.Ordinal)
                => JsonSerializer.Serialize(Nodes.Select(name => new { name, running = true, uptime = (long)(_time.GetUtcNow() - Started).TotalMilliseconds - 4_000 })),
            _ when path.StartsWith("/api/queues?disable_stats", StringComparison.Ordinal) => Totals(path.Contains("columns=", StringComparison.Ordinal)),
            _ when path.StartsWith("/api/queues?page", StringComparison.Ordinal) => """{"page":1,"page_count":1,"items":[]}""",
            _ => "{}",
        });
    }

    private static Task<HttpResponseMessage> Answer(string text, HttpStatusCode status = HttpStatusCode.OK)
        => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8) });

    private string Totals(bool isShort)
    {
        Asked = isShort ? Asked with { Short = Asked.Short + 1 } : Asked with { Whole = Asked.Whole + 1 };
        return JsonSerializer.Serialize(Queues.Where(q => !Hidden.Contains(q.Key.VirtualHost)).Select(q =>
        {
            var queue = new Dictionary<string, object> { ["name"] = q.Key.Name, ["vhost"] = q.Key.VirtualHost, ["state"] = "running" };
            if (!isShort)
                queue["type"] = q.Value < 0 ? "stream" : "classic";
            if (q.Value >= 0)
                (queue["messages"], queue["messages_ready"], queue["messages_unacknowledged"]) = (q.Value, q.Value, 0);
            return queue;
        }));
    }

    private string Metrics()
    {
        var text = new StringBuilder();
        foreach (var (metric, part) in (ReadOnlySpan<(string, double)>)[("queue_messages_ready", 0.5), ("queue_messages_unacked", 0.5), ("queue_messages", 1), ("queue_process_reductions_total", 3)])
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE rabbitmq_detailed_{metric} gauge\n# HELP rabbitmq_detailed_{metric} Something {{like=\"this\"}} 7\n");
            foreach (var ((vhost, name), holds) in Queues)
                text.Append(CultureInfo.InvariantCulture, $"rabbitmq_detailed_{metric}{{vhost=\"{Written(vhost)}\",queue=\"{Written(name)}\"}} {Math.Abs(holds) * part}\n");
        }

        var uptime = (_time.GetUtcNow() - Started - Tells.StartedLater).TotalSeconds;
        text.Append(CultureInfo.InvariantCulture, $"rabbitmq_detailed_erlang_uptime_seconds {uptime}\nrabbitmq_identity_info{{rabbitmq_node=\"{Tells.Node}\",rabbitmq_cluster=\"{Tells.Cluster}\",rabbitmq_cluster_permanent_id=\"x\"}} 1\n");
        return text.ToString();
    }

    private string Written(string name) => Escapes ? name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) : name;
}
