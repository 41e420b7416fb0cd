using Dashboard.Web.Components.Messages;
using Dashboard.Web.Components.Operations.Jobs;
using Dashboard.Web.Decoding;

namespace Dashboard.Web.Components.Operations;

internal static class OperationComponents
{
    /// <summary>What the pages of messages, operations and audit need for themselves; all of it lives as long as one circuit.</summary>
    public static IServiceCollection AddOperationComponents(this IServiceCollection services)
    {
        services.AddScoped<MessageScripts>();
        services.AddScoped<PayloadReading>();
        services.AddScoped<ActionAvailability>();
        services.AddScoped<JobNotices>();
        return services;
    }
}
