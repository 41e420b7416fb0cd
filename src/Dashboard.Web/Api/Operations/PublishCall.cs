using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Web.Api.Messages;
using Dashboard.Web.Api.Problems;
using Dashboard.Web.Components.Operations.Publishing;

namespace Dashboard.Web.Api.Operations;

/// <summary>A publish in one call: intent, plan, confirmation, and a wait for the broker's word.</summary>
internal sealed class PublishCall(IOperations operations, IJobBoard board, SqliteIdempotencyKeys keys, IConnectionRegistry connections)
{
    private const int ToldOutcomes = 50;

    public async Task<PublishResultDto> RunAsync(
        Actor actor, Core.Model.ConnectionInfo connection, PublishRequestDto request, string? idempotencyKey, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (request.Repeat is < 1 or > PublishDraft.MaxRepeat)
            throw ApiException.Body("/repeat", $"A message can be published 1 to {PublishDraft.MaxRepeat:N0} times.");
        var intent = new OperationIntent
        {
            Kind = OperationKind.Publish,
            Connection = connection.Id,
            Message = MessageMapping.Read(request.Message, connection, connections.Find(connection.Id)?.Find<IMessagePublisher>()?.Form, "/message"),
            Options = new OperationOptions { Repeat = request.Repeat ?? 1 },
        };
        if (idempotencyKey is not null)
            await keys.ClaimAsync(actor, idempotencyKey, $"publish/{connection.Id}", request, cancellationToken);
        var plan = await operations.PlanAsync(actor, intent, cancellationToken);
        if (plan is { MustType: { } name, Refusal: null } && request.Typed != name)
        {
            throw new ApiException(Problem.Of(ProblemKind.ConfirmationNeeded, $"{plan.Title}: nothing was sent. Send the name as 'typed' to confirm it.") with { MustType = name });
        }

        var job = await operations.SubmitAsync(actor, plan.PlanId, request.Typed, idempotencyKey is null ? null : $"key/{idempotencyKey}", cancellationToken);
        job = await EndOfAsync(job, patience, cancellationToken);
        var outcomes = await board.OutcomesAsync(job.Id, new OutcomeSearch(Limit: ToldOutcomes), cancellationToken);
        return new PublishResultDto { Operation = OperationMapping.Of(job), Outcomes = [.. outcomes.Outcomes.Select(OperationMapping.Of)] };
    }

    // The operation as it stands when it has ended, or when patience has.
    private async Task<Job> EndOfAsync(Job job, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            for (long version = 0; !job.IsEnded && job.State != JobState.Paused;)
            {
                version = await board.WaitForChangeAsync(version, limit.Token);
                job = await board.FindAsync(job.Id, limit.Token) ?? job;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It goes on by itself; the caller can ask how it stands.
        }

        return job;
    }
}
