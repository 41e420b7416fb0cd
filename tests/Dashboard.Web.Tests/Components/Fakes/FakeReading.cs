using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Lines;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Messages that a test laid out; remembers what was asked.</summary>
public sealed class FakeReading : IMessageReading
{
    public BrowseEffect Effect { get; set; } = Sample.QueueEffect;

    public IReadOnlyList<MessageEnvelope> Messages { get; set; } = [];

    public Exception? EffectFailure { get; set; }

    public Exception? BrowseFailure { get; set; }

    /// <summary>A look waits for this, where it is set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public List<(Actor Actor, BrowseRequest Request, string Filter)> Looks { get; } = [];

    public CancellationToken LastToken { get; private set; }

    public Func<MessageEnvelope, string, bool> Matches { get; set; } = (_, _) => true;

    public Task<BrowseEffect> DescribeEffectAsync(Actor actor, DestinationRef destination, CancellationToken cancellationToken)
        => EffectFailure is null ? Task.FromResult(Effect) : Task.FromException<BrowseEffect>(EffectFailure);

    public async Task<MessageLook> SearchAsync(Actor actor, BrowseRequest request, string filter, IProgress<LookProgress>? progress, CancellationToken cancellationToken)
    {
        var found = Messages.Take(request.Count).Where(m => filter.Length == 0 || Matches(m, filter)).ToList();
        progress?.Report(new LookProgress(found.Count, found.Count, 0, found));
        try
        {
            return await BrowseAsync(actor, request, filter, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new MessageLook(found, found.Count, 0, "it was stopped", false);
        }
    }

    public async Task<MessageLook> ExportAsync(
        Actor actor, BrowseRequest request, string filter, Stream destination, IProgress<LookProgress>? progress, CancellationToken cancellationToken)
    {
        var look = await BrowseAsync(actor, request, filter, cancellationToken);
        using var lines = new MessageLineWriter(destination);
        foreach (var message in look.Messages)
            lines.Write(message);
        await lines.EndAsync(look, cancellationToken);
        return look;
    }

    public async Task<MessageLook> BrowseAsync(Actor actor, BrowseRequest request, string filter, CancellationToken cancellationToken)
    {
        Looks.Add((actor, request, filter));
        LastToken = cancellationToken;
        if (Gate is not null)
            await Gate.Task.WaitAsync(cancellationToken);
        if (BrowseFailure is not null)
            throw BrowseFailure;
        var read = Messages.Take(request.Count).ToList();
        return new MessageLook(
            [.. read.Where(m => filter.Length == 0 || Matches(m, filter))], read.Count, 0, $"{request.Count} messages were asked for", read.Count == Messages.Count);
    }
}
