using Dashboard.Web.Configuration;
using Dashboard.Web.Hosting;
using Dashboard.Web.Startup;
using Dashboard.Web.Storage;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
    builder.AddConfigFile();
    builder.AddDefaultAddress();
    builder.AddDashboard();

    var app = builder.Build();
    app.UseDashboard();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is ConfigurationProblemsException or UnsafeStartException or StorageException)
{
    // What an operator can mend is told in words; a stack trace would only hide it.
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
