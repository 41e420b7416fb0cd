using Dashboard.Core.Operations.Changes;

namespace Dashboard.Core.Operations.Planning;

/// <summary>Whether an intent makes sense at all, before any broker is asked: intents also come from the API.</summary>
internal static class IntentCheck
{
    private const int MaxRepeat = 100_000;
    private const int MaxChanges = 10_000;
    private const int MaxChosen = 50_000;

    /// <summary>What is wrong with it, in words; null when nothing is.</summary>
    public static string? FindMistake(OperationIntent intent)
    {
        if (intent.Options is { RatePerSecond: { } rate } && !(rate > 0 && double.IsFinite(rate)))
            return "The rate limit must be more than 0 messages per second.";
        if (intent.Options.MaxHeld is < 1 or > 65_000)
            return "Between 1 and 65,000 messages can be held.";
        if (intent.Changes.Count > 0 || ChangeWords.IsAboutObjects(intent.Kind))
            return FindMistakeInChanges(intent);
        if (intent.Bounds?.FindMistake() is { } bounds)
            return bounds;
        if (intent.Edit is not null && FindMistakeInEdit(intent) is { } edit)
            return edit;
        return intent.Kind switch
        {
            OperationKind.Publish when intent.Message is null => "There is no message to publish.",
            OperationKind.Publish when intent.Options.Repeat is < 1 or > MaxRepeat => $"A message can be published 1 to {MaxRepeat:N0} times.",
            OperationKind.Publish when intent.Variables?.FindMistake(intent.Message!) is { } mistake => mistake,
            OperationKind.Publish => IsElsewhere(intent, intent.Message!.Address.Destination.Connection),
            OperationKind.Restore when string.IsNullOrEmpty(intent.ArchiveJobId) => "There is no archive to restore from.",
            OperationKind.Restore => null,
            _ when intent.Source is null => "There is no source to take messages from.",
            OperationKind.Purge => FindMistakeInSelection(intent),
            _ when intent.Selection is MessagesBefore => "Only a purge of a log goes up to a bound.",
            _ when intent.Target is null => "There is no target to send messages to.",
            _ => FindMistakeInSelection(intent),
        };
    }

    private static string? FindMistakeInEdit(OperationIntent intent)
    {
        if (intent.Kind is not (OperationKind.Move or OperationKind.Replay))
            return "Only a message that is moved or replayed can be edited on the way.";
        if (intent.Selection is not ChosenMessages { Identities.Count: 1 })
            return "Exactly one message, chosen by its identity, can be edited.";
        return MessageEdit.IsHash(intent.Edit!.OriginalBodySha256)
            ? null
            : "An edit names the SHA-256 of the body it was made from, in 64 lower-case hexadecimal digits.";
    }

    private static string? FindMistakeInChanges(OperationIntent intent)
    {
        var verbs = ChangeWords.VerbsOf(intent.Kind);
        return intent switch
        {
            { Changes.Count: 0 } => "There is no object to change.",
            { Changes.Count: > MaxChanges } => $"At most {MaxChanges:N0} objects can be changed in one operation.",
            { Source: not null } or { Message: not null } or { Target: not null } => "An operation is about messages or about objects, not both.",
            _ when intent.Changes.Any(change => !verbs.Contains(change.Verb)) => $"An operation of kind {intent.Kind} cannot hold these changes.",
            _ => null,
        };
    }

    private static string? FindMistakeInSelection(OperationIntent intent) => intent.Selection switch
    {
        FirstMessages { Count: < 1 } => "At least one message must be taken.",
        MessagesBefore { Bound: { Offset: not null, Before: not null } } => "A purge goes up to an offset or up to a time, not both.",
        MessagesBefore { Bound: { Partition: < 0 } or { Offset: < 0 } } => "Partitions and offsets begin at 0.",
        ChosenMessages { Identities.Count: 0 } => "No message is chosen.",
        ChosenMessages { Identities.Count: > MaxChosen } => $"At most {MaxChosen:N0} messages can be chosen by hand; use a filter.",
        MatchingMessages matching when string.IsNullOrWhiteSpace(matching.Filter) => "The filter is empty: choose all messages if all are meant.",
        _ => IsElsewhere(intent, intent.Source!.Connection),
    };

    private static string? IsElsewhere(OperationIntent intent, Model.ConnectionId connection)
        => connection == intent.Connection ? null : "The source must be on the connection the operation is about.";
}
