using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Core.Views;

public static class SavedViewServices
{
    /// <summary>Registers saved views. They need, from elsewhere: <see cref="ISavedViewStore"/>, rights, audit and time. The host calls <see cref="SavedViews.LoadAsync"/>.</summary>
    public static IServiceCollection AddSavedViews(this IServiceCollection services)
    {
        services.AddSingleton<SavedViews>();
        services.AddSingleton<ISavedViews>(provider => provider.GetRequiredService<SavedViews>());
        return services;
    }
}
