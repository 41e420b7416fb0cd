namespace Dashboard.Web.Telemetry;

/// <summary>Where traces and metrics are sent, if anywhere; <c>Dashboard:Telemetry:Otlp</c>.</summary>
internal sealed class OtlpOptions
{
    public const string HttpProtobuf = "http/protobuf";

    /// <summary>What <see cref="Protocol"/> may be.</summary>
    public static readonly IReadOnlyList<string> Protocols = [HttpProtobuf, "grpc"];

    /// <summary>Address of the collector; empty for none: nothing is exported.</summary>
    public string Endpoint { get; set; } = "";

    public string Protocol { get; set; } = HttpProtobuf;

    /// <summary>Metrics are sent this often.</summary>
    public TimeSpan MetricsEvery { get; set; } = TimeSpan.FromSeconds(15);
}
