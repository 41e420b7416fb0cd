using System.ComponentModel;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Core.Operations;
using Dashboard.Core.Snapshots;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Messages;

/// <summary>Looking at messages: what a look changes, and the look. Authorised and audited by <see cref="IMessageReading"/>.</summary>
internal static class MessageEndpoints
{
    private const int DefaultCount = 20;
    private const int DefaultBodyBytes = 64 * 1024;

    public static void MapMessages(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{connection}").WithTags("Messages");
        group.MapGet("browse-effect", EffectAsync)
            .Describe("getBrowseEffect", "What a look at messages changes", "To be asked before a look: redelivered flags, order, delivery counts. Needs the right to read messages.")
            .Problems(404).AsksBroker();
        group.MapPost("browse", BrowseAsync)
            .Describe("browseMessages", "Look at messages", "Reads messages and puts them back. It is a POST because on most brokers a look leaves a trace (getBrowseEffect). Needs the right to read messages, and is audited.")
            .Problems(404).TakesBody().AsksBroker();
    }

    private static async Task<Ok<BrowseEffectDto>> EffectAsync(
        [Description("Id of the connection.")] string connection,
        [Description("The broker's own word: queue, topic.")] string kind,
        [Description("The vhost or database; left out where the broker has none.")] string? scope,
        [Description("The name, as the broker has it.")] string name,
        ISnapshotStore snapshots,
        IMessageReading reading,
        HttpContext context)
    {
        if (kind.Length is < 1 or > 64)
            throw ApiException.Parameter("kind", "The kind is a word of 1 to 64 characters.");
        if (name.Length > 1024 || scope?.Length > 1024)
            throw ApiException.Parameter("name", "Scope and name have at most 1,024 characters.");
        var destination = new DestinationRef(snapshots.Need(connection).Connection.Id, kind, scope ?? "", name);
        var effect = await reading.DescribeEffectAsync(context.Actor(), destination, context.RequestAborted);
        return TypedResults.Ok(new BrowseEffectDto
        {
            Destination = DestinationDto.Of(destination),
            IsAllowed = effect.IsAllowed,
            Summary = effect.Summary,
            Details = effect.Details,
            ChangesNothing = effect.ChangesNothing,
            SupportsOffsets = effect.SupportsOffsets,
            Partitions = effect.Partitions is null
                ? null
                : [.. effect.Partitions.Select(range => new PartitionRangeDto { Partition = range.Partition, First = range.First, End = range.End })],
        });
    }

    private static async Task<Ok<BrowseResultDto>> BrowseAsync(
        [Description("Id of the connection.")] string connection,
        BrowseRequestDto request,
        ISnapshotStore snapshots,
        IMessageReading reading,
        MessageFilters filters,
        HttpContext context)
    {
        var look = await reading.BrowseAsync(
            context.Actor(), Read(request, snapshots.Need(connection).Connection.Id), Filter(request.Filter, filters), context.RequestAborted);
        return TypedResults.Ok(new BrowseResultDto
        {
            Messages = [.. look.Messages.Select(message => MessageMapping.Of(message, request.BodyAs ?? BodyForm.Text))],
            Examined = look.Examined,
            Unjudgeable = look.Unjudgeable,
            StopReason = look.StopReason,
            IsComplete = look.IsComplete,
        });
    }

    private static BrowseRequest Read(BrowseRequestDto request, ConnectionId connection)
    {
        if (request.Count is < 1 or > ApiLimits.MaxPage)
            throw ApiException.Body("/count", $"A look reads 1 to {ApiLimits.MaxPage:N0} messages.");
        if (request.MaxBodyBytes is < 0 or > ApiLimits.MaxBodyBytes)
            throw ApiException.Body("/maxBodyBytes", $"Of a body, 0 to {ApiLimits.MaxBodyBytes:N0} bytes can be given.");
        if (request.Partition < 0)
            throw ApiException.Body("/partition", "A partition is 0 or more.");
        return new BrowseRequest
        {
            Destination = request.Destination.On(connection, "/destination"),
            Count = request.Count ?? DefaultCount,
            Start = Read(request.From),
            Partition = request.Partition,
            ReadsUncommitted = request.ReadsUncommitted ?? false,
            MaxBodyBytes = request.MaxBodyBytes ?? DefaultBodyBytes,
            MaxTotalBytes = ApiLimits.MaxLookBytes,
        };
    }

    private static BrowseStart Read(BrowseFromDto? from)
    {
        if (from is null)
            return BrowseStart.Oldest;
        if ((from.Offset is null ? 0 : 1) + (from.At is null ? 0 : 1) + (from.Newest is true ? 1 : 0) > 1)
            throw ApiException.Body("/from", "Give one of offset, at and newest.");
        if (from.Offset < 0)
            throw ApiException.Body("/from/offset", "An offset is 0 or more.");
        return new BrowseStart(from.Offset, from.At, from.Newest ?? false);
    }

    private static string Filter(string? filter, MessageFilters filters)
    {
        try
        {
            filters.Compile(filter ?? "");
            return filter ?? "";
        }
        catch (OperationRefusedException mistake)
        {
            throw ApiException.Body("/filter", mistake.Message);
        }
    }
}
