using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Web.Configuration;

namespace Dashboard.Web.Connections;

/// <summary>Checks drafts against what their kind declares, and completes them with stored secrets.</summary>
internal sealed class ConnectionDrafts(IEnumerable<IBrokerProvider> providers)
{
    private readonly List<IBrokerProvider> _kinds = [.. providers.Where(p => p.SettingFields.Count > 0)];

    public IReadOnlyList<IBrokerProvider> Kinds => _kinds;

    public IBrokerProvider ProviderOf(ConnectionDraft draft) => Find(draft.Kind)
        ?? throw new ConnectionRefusedException("Choose what kind of broker it is.", [new("Kind", $"is not known. Known are {string.Join(", ", _kinds.Select(k => k.DisplayName))}.")]);

    /// <summary>The settings, with all mistakes of the draft at once.</summary>
    /// <exception cref="ConnectionRefusedException">There are mistakes.</exception>
    public ConnectionSettings Check(ConnectionDraft draft)
    {
        var provider = ProviderOf(draft);
        var problems = new List<SettingProblem>();
        if (!ConnectionsReader.IsId(draft.Id))
            problems.Add(new("Id", ConnectionsReader.IdRule));
        if (draft.Name.Length > 100 || draft.Environment.Length > 100)
            problems.Add(new("Name", "and environment have 100 characters at most."));
        var settings = draft.ToSettings(provider.Kind);
        problems.AddRange(provider.Validate(settings).Select(p => p with { Key = p.Key.StartsWith(ConnectionDraft.KeyPrefix + ":", StringComparison.Ordinal) ? p.Key[(ConnectionDraft.KeyPrefix.Length + 1)..] : p.Key }));
        if (problems.Count > 0)
            throw new ConnectionRefusedException("Some settings are wrong; nothing was saved and nothing was connected to.", problems);
        return settings;
    }

    /// <summary>The draft with the stored value of each secret that it leaves out.</summary>
    /// <exception cref="ConnectionRefusedException">A place that secrets are sent to has changed, and they were not entered anew.</exception>
    public ConnectionDraft Complete(ConnectionDraft draft, StoredConnection? stored)
    {
        if (stored is null)
            return draft;
        var left = SecretsOf(draft.Kind).Where(key => !draft.Values.ContainsKey(key) && stored.Draft.Values.ContainsKey(key)).ToList();
        if (left.Count == 0)
            return draft;
        var moved = ProviderOf(draft).SettingFields.Where(field => field.IsEndpoint && !Same(draft, stored.Draft, field.Id)).Select(field => field.Title).ToList();
        if (moved.Count > 0)
        {
            throw new ConnectionRefusedException(
                $"Enter the password anew: {string.Join(", ", moved)} changed, and a stored password is not sent to another place.",
                [.. left.Select(key => new SettingProblem(key, "is to be entered again, because the address or the trust in it changed."))]);
        }

        var values = new Dictionary<string, string?>(draft.Values, StringComparer.OrdinalIgnoreCase);
        foreach (var key in left)
            values[key] = stored.Draft.Values[key];
        return draft with { Values = values };
    }

    public IReadOnlyList<string> SecretsOf(string kind)
        => Find(kind) is { } provider ? [.. provider.SettingFields.Where(f => f.Type == FieldType.Secret).Select(f => f.Id)] : [];

    /// <summary>Where it leads and as whom, for the audit; never a secret.</summary>
    public string Describe(ConnectionDraft draft)
    {
        var secrets = SecretsOf(draft.Kind);
        var shown = draft.Values.Where(v => v.Value is { Length: > 0 } && !secrets.Contains(v.Key, StringComparer.OrdinalIgnoreCase)).OrderBy(v => v.Key, StringComparer.Ordinal);
        return $"{draft.Kind}{(draft.IsReadOnly ? ", read-only" : "")}, environment '{draft.Environment}': {string.Join(", ", shown.Select(v => $"{v.Key}={v.Value}"))}";
    }

    private static bool Same(ConnectionDraft one, ConnectionDraft other, string key) => ValuesOf(one, key).SequenceEqual(ValuesOf(other, key), StringComparer.Ordinal);

    private static IEnumerable<string> ValuesOf(ConnectionDraft draft, string key) => draft.Values
        .Where(v => v.Value is { Length: > 0 } && (v.Key.Equals(key, StringComparison.OrdinalIgnoreCase) || v.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)))
        .OrderBy(v => v.Key, StringComparer.OrdinalIgnoreCase)
        .Select(v => v.Value!);

    private IBrokerProvider? Find(string kind) => _kinds.Find(p => p.Kind.Value.Equals(kind, StringComparison.OrdinalIgnoreCase));
}
