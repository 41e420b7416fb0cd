namespace Dashboard.Web.Storage.Templates;

internal static class TemplateServices
{
    /// <summary>Registers publish templates; needs the embedded storage.</summary>
    public static IServiceCollection AddPublishTemplates(this IServiceCollection services)
    {
        services.AddSingleton<IMigration>(SqliteTemplateStore.First);
        services.AddSingleton<SqliteTemplateStore>();
        services.AddSingleton<IPublishTemplates, PublishTemplates>();
        return services;
    }
}
