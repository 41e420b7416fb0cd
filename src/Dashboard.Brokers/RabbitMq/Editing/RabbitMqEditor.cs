using System.Text.Json;
using Dashboard.Brokers.RabbitMq.Management;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Editing;

/// <summary>Changes RabbitMQ's objects over the management API, which answers with the broker's own reasons and needs no channel of its own.</summary>
internal sealed class RabbitMqEditor(RabbitMqManagementClient client, RabbitMqSettings settings, IReadOnlyList<KindEditor> kinds, Action changed) : IObjectEditor
{
    public IReadOnlyList<ObjectKind> Kinds { get; } = [.. kinds.Select(one => one.Kind)];

    public Availability AvailabilityOn(DestinationRef destination) => Availability.Yes;

    public ObjectName NameOf(ObjectChange change) => Find(change.Kind)?.NameOf(change) ?? new ObjectName(change.Kind, change.Key?.Value ?? "");

    public IReadOnlyList<FieldMistake> Check(ObjectChange change)
    {
        if (Find(change.Kind) is not { } kind || kind.Kind.Action(change.Verb) is not { } action)
            return [new FieldMistake(null, $"RabbitMQ has no '{change.Kind}' that one could {change.Verb.ToString().ToLowerInvariant()}.")];
        if (action.Unavailable is { } reason)
            return [new FieldMistake(null, reason)];
        if (change.Verb != ChangeVerb.Create && change.Key is null)
            return [new FieldMistake(null, $"Which {kind.Kind.Singular} is meant is not said.")];
        var mistakes = FormCheck.Of(action.Fields, change.Values).Concat(kind.Check(change)).ToList();
        var scope = kind.NameOf(change).Scope;
        if (scope.Length > 0 && !settings.Shows(scope))
            mistakes.Add(new FieldMistake("vhost", $"This connection is configured for certain virtual hosts, and '{scope}' is not one of them."));
        return mistakes;
    }

    public string Preview(ObjectChange change)
        => Find(change.Kind) is { } kind ? string.Join("\n\n", kind.RequestsOf(change).Select(request => request.ToString())) : "";

    public async Task<IReadOnlyDictionary<string, JsonElement>?> ReadAsync(string kind, RowKey key, CancellationToken cancellationToken)
    {
        var editor = Find(kind) ?? throw new BrokerException($"RabbitMQ has no '{kind}'.");
        using var found = await AskAsync(token => editor.FindAsync(new ObjectChange { Verb = ChangeVerb.Edit, Kind = kind, Key = key }, token), cancellationToken);
        return found is null ? null : editor.ValuesOf(found.RootElement, key);
    }

    public async Task<ChangeForecast> ForecastAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var kind = Find(change.Kind)!;
        using var found = await AskAsync(token => kind.FindAsync(change, token), cancellationToken);
        if (found is null && change.Verb != ChangeVerb.Create)
            return new ChangeForecast { IsGone = true };
        if (change.Verb == ChangeVerb.Edit && kind.ChangesNothing(change, found!.RootElement))
            return new ChangeForecast { ChangesNothing = true };
        return await AskAsync(token => kind.ForecastAsync(change, found?.RootElement ?? default, token), cancellationToken);
    }

    public async Task<ChangeResult> ApplyAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var kind = Find(change.Kind)!;
        if (change.Verb == ChangeVerb.Edit && await WhyNothingIsSentAsync(kind, change, cancellationToken) is { } without)
            return without;
        var requests = kind.RequestsOf(change);
        try
        {
            for (var i = 0; i < requests.Count; i++)
            {
                var answer = await client.CommandAsync(requests[i].Method, requests[i].Path, requests[i].Body, requests[i].Headers, cancellationToken);
                if (!answer.IsDone)
                    return Ended(change, requests[i], answer, i);
            }
        }
        finally
        {
            changed();
        }

        return new ChangeResult(ChangeEnd.Done, DoneWords(change));
    }

    public async Task<ChangeResult> LookBackAsync(ObjectChange change, CancellationToken cancellationToken)
    {
        var kind = Find(change.Kind)!;
        try
        {
            if (change.Verb == ChangeVerb.Edit && await kind.LookBackOnEditAsync(change, cancellationToken) is { } told)
                return told;
            using var found = await kind.FindAsync(change, cancellationToken);
            if (change.Verb is ChangeVerb.Delete or ChangeVerb.Close)
                return found is null ? new(ChangeEnd.Done, "it is gone") : new(ChangeEnd.Refused, "it is still there");
            if (change.Verb == ChangeVerb.Purge)
                return new(ChangeEnd.Unknown, "whether a purge was done cannot be read back");
            return found is null ? new(ChangeEnd.Refused, "it is not there") : kind.IsAsWanted(change, found.RootElement) switch
            {
                true => new(ChangeEnd.Done, "it is there as it was wanted"),
                false => new(ChangeEnd.Refused, "it is there with other settings"),
                null => new(ChangeEnd.Unknown, "what it is like cannot be told"),
            };
        }
        catch (SourceException e)
        {
            return new(ChangeEnd.Unknown, e.Message);
        }
    }

    // An edit that changes nothing must not be sent: a binding is edited by making the new one and deleting the old one, and here these are one and the same.
    private static async Task<ChangeResult?> WhyNothingIsSentAsync(KindEditor kind, ObjectChange change, CancellationToken cancellationToken)
    {
        try
        {
            using var found = await kind.FindAsync(change, cancellationToken);
            return found is not null && kind.ChangesNothing(change, found.RootElement) ? new(ChangeEnd.Done, "it was so already") : null;
        }
        catch (SourceException e)
        {
            return new(ChangeEnd.Refused, $"Nothing was sent. {e.Message}");
        }
    }

    private static ChangeResult Ended(ObjectChange change, BrokerRequest request, CommandAnswer answer, int doneBefore)
    {
        var before = doneBefore > 0 ? "The first half was done: the new one is there beside the old one. " : "";
        if (!answer.IsSent)
            return new(ChangeEnd.Refused, $"{before}Nothing was sent. {answer.Words}");
        if (answer.IsUnknown)
            return new(ChangeEnd.Unknown, answer.Words);
        if (answer.IsMissing && request.Method == HttpMethod.Delete && change.Verb != ChangeVerb.Edit)
            return new(ChangeEnd.Gone, "It was gone already.");
        var next = answer.Status is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden
            ? "The broker's user of this connection lacks the right: its tags, or its configure and write permissions on the virtual host."
            : null;
        return new(ChangeEnd.Refused, $"{before}The broker refused ({(int)answer.Status!}): {answer.Words}", next);
    }

    private static string DoneWords(ObjectChange change) => change.Verb switch
    {
        ChangeVerb.Create => "created",
        ChangeVerb.Edit => "changed",
        ChangeVerb.Delete => "deleted",
        ChangeVerb.Close => "closed",
        _ => "purged",
    };

    /// <summary>A failure to read, as the failure of what an operator asked for.</summary>
    private static async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (SourceException e)
        {
            throw new BrokerException("The broker could not be asked what would come of it. Nothing was changed.", e.Message, "Try again when the broker answers.", e);
        }
    }

    private KindEditor? Find(string kind) => kinds.FirstOrDefault(one => one.Kind.Id == kind);
}
