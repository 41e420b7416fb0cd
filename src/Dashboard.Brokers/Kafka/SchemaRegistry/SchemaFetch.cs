using System.Globalization;
using Dashboard.Core.Decoding.Schemas;

namespace Dashboard.Brokers.Kafka.SchemaRegistry;

/// <summary>Fetches one schema with all it refers to.</summary>
internal sealed class SchemaFetch(RegistryRequests requests, SchemaRegistryOptions options)
{
    private readonly List<string> _texts = [];
    private readonly List<ReadOnlyMemory<byte>> _descriptors = [];
    private readonly HashSet<(string Subject, int Version)> _seen = [];
    private bool _lacksDescriptors;

    public async Task<RegisteredSchema> RunAsync(SchemaPointer pointer, CancellationToken cancellationToken)
    {
        var what = pointer.ToString();
        var path = pointer.Id is { } number ? $"schemas/ids/{Text(number)}" : $"schemas/guids/{pointer.Guid}";
        var schema = await requests.GetAsync(path, what, RegistryJson.Default.SchemaDto, cancellationToken).ConfigureAwait(false);
        if (schema.Schema is not { } text)
            throw new RegistryFailure($"the registry at {options.Url.Authority} answered for {what} without a schema", isUnknown: false);
        var kind = KindOf(schema.SchemaType, what);
        await FollowAsync(schema.References, kind, 0, cancellationToken).ConfigureAwait(false);
        if (kind == SchemaKind.Protobuf)
            await AddDescriptorAsync(path, what, cancellationToken).ConfigureAwait(false);
        var place = await PlaceAsync(pointer, path, cancellationToken).ConfigureAwait(false);
        return new RegisteredSchema
        {
            Pointer = pointer,
            Kind = kind,
            Text = text,
            ReferencedTexts = _texts,
            Descriptors = _lacksDescriptors ? [] : _descriptors,
            Subject = place?.Subject,
            Version = place?.Version,
        };
    }

    private async Task FollowAsync(IReadOnlyList<ReferenceDto>? references, SchemaKind kind, int depth, CancellationToken cancellationToken)
    {
        foreach (var reference in references ?? [])
        {
            if (reference is not { Subject: { } subject, Version: { } version } || !_seen.Add((subject, version)))
                continue;
            if (_seen.Count > options.MaxReferences || depth > 20)
                throw new RegistryFailure($"a schema refers to more than {Text(options.MaxReferences)} others", isUnknown: false);
            var what = $"'{subject}' version {Text(version)}";
            var schema = await requests.GetAsync(
                $"subjects/{Uri.EscapeDataString(subject)}/versions/{Text(version)}", what, RegistryJson.Default.SchemaDto, cancellationToken).ConfigureAwait(false);
            await FollowAsync(schema.References, kind, depth + 1, cancellationToken).ConfigureAwait(false);
            if (schema.Schema is { } text)
                _texts.Add(text);
            if (kind == SchemaKind.Protobuf && schema.Id is { } id)
                await AddDescriptorAsync($"schemas/ids/{Text(id)}", what, cancellationToken).ConfigureAwait(false);
        }
    }

    // A registry that knows no such format answers with an error, or with the text it always gives.
    private async Task AddDescriptorAsync(string path, string what, CancellationToken cancellationToken)
    {
        if (_lacksDescriptors)
            return;
        try
        {
            var serialized = await requests.GetAsync($"{path}?format=serialized", what, RegistryJson.Default.SchemaDto, cancellationToken).ConfigureAwait(false);
            _descriptors.Add(Convert.FromBase64String(serialized.Schema ?? ""));
        }
        catch (Exception e) when (e is FormatException || (e is RegistryFailure && !cancellationToken.IsCancellationRequested))
        {
            _lacksDescriptors = true;
        }
    }

    // Good to know and not needed: that it cannot be told stops nothing.
    private async Task<SubjectVersionDto?> PlaceAsync(SchemaPointer pointer, string path, CancellationToken cancellationToken)
    {
        if (pointer.Id is null)
            return null;
        try
        {
            var places = await requests.GetAsync($"{path}/versions", pointer.ToString(), RegistryJson.Default.ListSubjectVersionDto, cancellationToken).ConfigureAwait(false);
            return places.Count > 0 ? places[0] : null;
        }
        catch (RegistryFailure)
        {
            return null;
        }
    }

    private static SchemaKind KindOf(string? type, string what) => type switch
    {
        null or "" or "AVRO" => SchemaKind.Avro,
        "PROTOBUF" => SchemaKind.Protobuf,
        "JSON" => SchemaKind.Json,
        _ => throw new RegistryFailure($"{what} is of the type '{(type.Length > 40 ? type[..40] : type)}', which cannot be read here", isUnknown: false),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
