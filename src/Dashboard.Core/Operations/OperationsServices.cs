using Dashboard.Core.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Core.Operations;

public static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services.AddSingleton<IAccessGate, AccessGate>();
}
