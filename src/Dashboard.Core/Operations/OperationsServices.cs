using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Filtering;
using Dashboard.Core.Masking;
using Dashboard.Core.Operations.Importing;
using Dashboard.Core.Operations.Jobs;
using Dashboard.Core.Operations.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Core.Operations;

public static class OperationsServices
{
    /// <summary>
    /// Registers the engine. It needs, from elsewhere: <c>IConnectionRegistry</c>, <c>IAccountDirectory</c>, the stores of jobs, ledgers, archives
    /// and audit, <c>IDiskSpace</c>, logging and options.
    /// </summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<OperationsOptions>();
        services.TryAddSingleton<ISourceClaims, SourceClaims>();
        services.TryAddSingleton<IAccessGate, AccessGate>();
        services.TryAddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var payloads = new MessagePayloads(provider.GetRequiredService<IConnectionRegistry>());
            return new MessageFilters(text => FilterParser.Parse(text, MessageFilterRow.Roots), message => new MessageFilterRow(message, time, payloads));
        });
        services.TryAddSingleton(MaskingRules.None);
        services.AddSingleton<IMessageMasking, MessageMasking>();
        services.AddSingleton<JobTable>();
        services.AddSingleton<PastDeliveries>();
        services.AddSingleton<JobExecutor>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<Planner>();
        services.AddSingleton<IJobRecovery, JobRecovery>();
        services.AddSingleton<IJobBoard, JobBoard>();
        services.AddSingleton<IOperations, OperationService>();
        services.AddSingleton<IObjectEditing, ObjectEditing>();
        services.AddSingleton<IDefinitionExchange, DefinitionExchange>();
        services.AddSingleton<IMessageReading, MessageReading>();
        services.AddSingleton<IMessageImports, MessageImports>();
        return services;
    }
}
