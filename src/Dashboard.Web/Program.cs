using Dashboard.Web.Startup;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
builder.AddConfigFile();
builder.AddDefaultAddress();
builder.AddDashboard();

var app = builder.Build();
app.UseDashboard();
await app.RunAsync();
