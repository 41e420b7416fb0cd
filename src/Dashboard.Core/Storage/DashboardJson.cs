using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Core.Storage;

/// <summary>How the dashboard's own files and rows write values as JSON: intents, archived messages.</summary>
public static class DashboardJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 256,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new FieldValueConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
