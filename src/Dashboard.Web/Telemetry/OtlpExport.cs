using System.Reflection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Telemetry;
using Dashboard.Web.Metrics;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dashboard.Web.Telemetry;

/// <summary>
/// Sends traces (requests, reads of brokers, runs of operations) and metrics to a collector, where one is configured. A collector that is away costs
/// nothing but what it would have got. Headers and the like are set by the usual <c>OTEL_EXPORTER_OTLP_*</c> variables.
/// </summary>
internal sealed class OtlpExport(
    IOptions<OtlpOptions> options, IOptions<MetricsOptions> metricsOptions, IServiceProvider services, IConnectionRegistry connections, TimeProvider time) : IHostedService, IDisposable
{
    private const int UsualSeries = 2000;
    private readonly OtlpOptions _options = options.Value;
    private TracerProvider? _traces;
    private MeterProvider? _metrics;
    private DashboardMeter? _meter;
    private ITimer? _timer;

    /// <summary>A collector is configured.</summary>
    public bool IsOn => _options.Endpoint.Length > 0;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IsOn)
            return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault()
            .AddService("broker-dashboard", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3));
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", CoreActivities.SourceName)
            .AddOtlpExporter(exporter => Set(exporter, "v1/traces"))
            .Build();
        _meter = services.GetRequiredService<DashboardMeter>();
        var series = Math.Max(UsualSeries, metricsOptions.Value.MaxRows * Math.Max(1, connections.All.Count) * 2);
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(DashboardMeter.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddView(instrument => instrument.Meter.Name == DashboardMeter.Name ? new MetricStreamConfiguration { CardinalityLimit = series } : null)
            .AddOtlpExporter((exporter, reader) =>
            {
                Set(exporter, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)_options.MetricsEvery.TotalMilliseconds;
            })
            .Build();
        _timer = time.CreateTimer(_ => _meter.AddInstruments(), null, TimeSpan.Zero, _options.MetricsEvery);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Set(OtlpExporterOptions exporter, string path)
    {
        var isHttp = _options.Protocol == OtlpOptions.HttpProtobuf;
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri($"{_options.Endpoint.TrimEnd('/')}/{path}") : new Uri(_options.Endpoint);
    }
}
