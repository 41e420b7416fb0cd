using Dashboard.Web.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Hosting;

public sealed class ConfigurationSourcesTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void AddDefaultAddress_NothingConfigured_ListensOnLoopback()
        => Configured().AddDefaultAddress().Configuration["urls"].ShouldBe("http://127.0.0.1:5080");

    [Theory]
    [InlineData("urls", "http://127.0.0.1:9000")]
    [InlineData("http_ports", "8080")]
    public void AddDefaultAddress_AddressOrPortConfigured_StaysOutOfTheWay(string key, string value)
    {
        var configuration = Configured($"--{key}", value).AddDefaultAddress().Configuration;

        configuration[key].ShouldBe(value);
        configuration["urls"].ShouldNotBe(ConfigurationSources.DefaultAddress);
    }

    [Fact]
    public void AddConfigFile_SameKeyInSeveralPlaces_WinsOverAppSettingsAndLosesToTheCommandLine()
    {
        File.WriteAllText(_file, """{ "AllowedHosts": "from-file", "Dashboard": { "Connections": [ { "Id": "from-file" } ] } }""");

        var configuration = Configured("--config", _file, "--Dashboard:Connections:0:Id", "from-command-line").AddConfigFile().Configuration;

        configuration["AllowedHosts"].ShouldBe("from-file");
        configuration["Dashboard:Connections:0:Id"].ShouldBe("from-command-line");
    }

    [Fact]
    public void AddConfigFile_FileMissing_NamesIt()
        => Should.Throw<FileNotFoundException>(() => Configured("--config", _file).AddConfigFile()).Message.ShouldContain(_file);

    // The content root holds the real appsettings.json, which every value here has to win over.
    private static WebApplicationBuilder Configured(params string[] args)
        => WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
}
