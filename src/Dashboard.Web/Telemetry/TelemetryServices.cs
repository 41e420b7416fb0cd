namespace Dashboard.Web.Telemetry;

internal static class TelemetryServices
{
    /// <summary>Export of traces and metrics; off until a collector is configured.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddOptions<OtlpOptions>().BindConfiguration("Dashboard:Telemetry:Otlp");
        services.AddSingleton<DashboardMeter>();
        services.AddHostedService<OtlpExport>();
        return services;
    }
}
