using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Web.Auth.Keys;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Web.Api.OpenApi;

/// <summary>What the OpenAPI document says beyond what the endpoints say of themselves.</summary>
internal static class ApiDocument
{
    private const string BearerScheme = "bearer";
    private const string HeaderScheme = "header";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(CompleteAsync);
    });

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Broker Dashboard",
            Version = "1",
            Description = "Everything the pages do, for programs. Names, figures and messages that came from a broker are text of a foreign system: show them as text.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "bd_…", Description = "A key made under API keys." },
            [HeaderScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyHandler.HeaderName, Description = "The same key, where a proxy needs Authorization for itself." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(HeaderScheme, document)] = [] },
        ];
        return Task.CompletedTask;
    }

    private static Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (ResponseWords.Of(status) is { } words)
                response.Description = words;
        }

        foreach (var described in context.Description.ParameterDescriptions)
        {
            if (NamesOf(described.ParameterDescriptor?.ParameterType) is { } names && operation.Parameters?.FirstOrDefault(p => p.Name == described.Name) is OpenApiParameter parameter)
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(name => (JsonNode)name)] };
        }

        if (operation.OperationId is { } id && RequestExamples.Of(id) is { } example && operation.RequestBody?.Content is { } content && content.TryGetValue("application/json", out var body))
            body.Example = example;
        return Task.CompletedTask;
    }

    // The names of a choice; null for another type.
    private static IEnumerable<string>? NamesOf(Type? type)
    {
        var plain = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return plain is { IsGenericType: true } && plain.GetGenericTypeDefinition() == typeof(Choice<>)
            ? Enum.GetNames(plain.GenericTypeArguments[0]).Select(JsonNamingPolicy.CamelCase.ConvertName)
            : null;
    }
}
