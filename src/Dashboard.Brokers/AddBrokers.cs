using Dashboard.Brokers.Kafka;
using Dashboard.Brokers.RabbitMq;
using Dashboard.Core.Capabilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Brokers;

/// <summary>The one door through which the web application reaches brokers.</summary>
public static class BrokerServices
{
    /// <summary>
    /// Registers an <see cref="IBrokerProvider"/> for each kind of broker this build knows. Needs logging to be registered;
    /// brings <see cref="TimeProvider"/> along where there is none.
    /// </summary>
    public static IServiceCollection AddBrokers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IBrokerProvider, RabbitMqProvider>();
        services.AddSingleton<IBrokerProvider, KafkaProvider>();
        return services;
    }
}
