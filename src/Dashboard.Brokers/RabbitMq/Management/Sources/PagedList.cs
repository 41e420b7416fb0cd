using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>The items of a list that was read in one or several answers. Dispose it when the items were read.</summary>
internal sealed class PagedList : IDisposable
{
    private readonly List<JsonDocument> _documents = [];

    /// <summary>The broker has this many; more than <see cref="Items"/> when the limit was reached.</summary>
    public long Total { get; private set; }

    public IEnumerable<JsonElement> Items => _documents.SelectMany(d => ItemsOf(d.RootElement));

    public int Count { get; private set; }

    /// <summary>Reads whole lists; a path that does not exist (a vhost that is gone) is told in <paramref name="missing"/> and skipped when there are several.</summary>
    public static async Task<PagedList> ReadWholeAsync(
        RabbitMqManagementClient client, IReadOnlyList<string> paths, string query, string? requires, List<string> missing, CancellationToken cancellationToken)
    {
        var list = new PagedList();
        try
        {
            foreach (var path in paths)
            {
                var full = query.Length == 0 ? path : $"{path}?{query}";

                // A path with a vhost in it says 404 for a vhost that does not exist, too.
                if (!path.Contains('/', StringComparison.Ordinal))
                    list.Add(await client.GetAsync(full, cancellationToken, requires), path);
                else if (await client.FindAsync(full, cancellationToken) is { } document)
                    list.Add(document, path);
                else
                    missing.Add(path);
            }

            list.Total = list.Count;
            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    /// <summary>Reads pages until there are no more, or <paramref name="maxItems"/> were read.</summary>
    public static async Task<PagedList> ReadPagesAsync(RabbitMqManagementClient client, string path, string query, int maxItems, CancellationToken cancellationToken)
    {
        const int PageSize = 500;
        var list = new PagedList();
        try
        {
            for (var page = 1; list.Count < maxItems; page++)
            {
                JsonDocument document;
                try
                {
                    document = await client.GetAsync(
                        string.Create(CultureInfo.InvariantCulture, $"{path}?page={page}&page_size={PageSize}{(query.Length == 0 ? "" : "&")}{query}"), cancellationToken);
                }
                catch (SourceException e) when (e.Kind == SourceProblemKind.Unexpected && page > 1)
                {
                    break; // Out of range: the list has become shorter meanwhile.
                }

                var before = list.Count;
                list.Add(document, path);
                list.Total = document.RootElement.Integer("filtered_count") ?? list.Count;
                // A page with nothing on it is behind the last one, whatever number of pages was told.
                if (page >= (document.RootElement.Integer("page_count") ?? 1) || list.Count == before)
                    break;
            }

            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var document in _documents)
            document.Dispose();
        _documents.Clear();
    }

    private static IEnumerable<JsonElement> ItemsOf(JsonElement root) => root.ValueKind == JsonValueKind.Array ? root.Items() : root.Member("items").Items();

    private void Add(JsonDocument document, string path)
    {
        _documents.Add(document);
        var root = document.RootElement;
        var items = root.ValueKind == JsonValueKind.Array ? root : root.Member("items");
        if (items.ValueKind != JsonValueKind.Array)
            throw new SourceException(SourceProblemKind.Unexpected, $"The answer to {ManagementErrors.Resource(path)} is not a list: is this the address of a RabbitMQ management plugin?");
        Count += items.GetArrayLength();
    }
}
