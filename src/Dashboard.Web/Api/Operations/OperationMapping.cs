using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Api.Operations;

/// <summary>Plans, dry runs, operations and outcomes as the API tells them.</summary>
internal static class OperationMapping
{
    public static PlanDto Of(OperationPlan plan) => new()
    {
        PlanId = plan.PlanId,
        Title = plan.Title,
        ConfirmLabel = plan.ConfirmLabel,
        Messages = MetricDto.Of(plan.Messages),
        Consequences = [.. plan.Consequences.Select(one => new ConsequenceDto { Tone = one.Tone, Text = one.Text })],
        MustType = plan.MustType,
        Refusal = plan.Refusal,
        ChangesNothing = plan.ChangesNothing,
        DeliveredBefore = plan.DeliveredBefore,
        Targets = [.. plan.Targets.Select(reach => Of(reach))],
        Tables = plan.Objects.Any(one => one.Table is not null)
            ? [.. plan.Objects.Where(one => one.Table is not null).Select(one => new ChangeTableDto { Object = one.Name, Columns = [.. one.Table!.Columns.Select(c => c.Title)], Rows = one.Table.Rows, More = one.Table.More })]
            : null,
    };

    public static DryRunDto Of(DryRunReport report) => new()
    {
        Examined = report.Examined,
        Eligible = report.Eligible,
        NotEligible = report.NotEligible,
        NotSelected = report.NotSelected,
        Unjudgeable = report.Unjudgeable,
        Targets = [.. report.Targets.Select(target => Of(target.Reach, target.Messages))],
        Remarks = [.. report.Remarks.Select(remark => new RemarkDto { Tone = remark.Tone, Messages = remark.Messages, Text = remark.Text })],
        StopReason = report.StopReason,
        IsComplete = report.IsComplete,
        LookEffect = report.LookEffect,
    };

    public static OperationDto Of(Job job) => new()
    {
        Id = job.Id,
        Kind = job.Intent.Kind,
        Connection = job.Intent.Connection.Value,
        Title = job.Title,
        Actor = job.Actor,
        State = job.State,
        IsEnded = job.IsEnded,
        Reason = job.Reason,
        NextStep = job.NextStep,
        Accounting = Of(job.Accounting),
        CurrentRate = double.IsFinite(job.CurrentRate) ? job.CurrentRate : 0,
        RateLimit = job.RateLimit,
        CreatedAt = job.CreatedAt,
        StartedAt = job.StartedAt,
        EndedAt = job.EndedAt,
        HasArchive = job.HasArchive,
    };

    public static OutcomeDto Of(MessageOutcome outcome) => new()
    {
        Sequence = outcome.Sequence,
        Identity = outcome.Identity,
        Outcome = outcome.Kind,
        Target = outcome.Target,
        Detail = outcome.Detail,
        At = outcome.At,
        SizeBytes = outcome.Size,
    };

    public static TimelineEntryDto Of(JobEvent happened) => new() { At = happened.At, State = happened.State, Text = happened.Text, Actor = happened.Actor };

    private static AccountingDto Of(JobAccounting accounting) => new()
    {
        Selected = accounting.Selected,
        Delivered = accounting.Delivered,
        Remaining = accounting.Remaining,
        Quarantined = accounting.Quarantined,
        ExternallyRemoved = accounting.ExternallyRemoved,
        Uncertain = accounting.Uncertain,
        Held = accounting.Held,
        PassedOver = accounting.PassedOver,
    };

    private static ReachDto Of(AddressReach reach, long? messages = null) => new()
    {
        Destination = DestinationDto.Of(reach.Address.Destination),
        Connection = reach.Address.Destination.Connection.Value,
        RoutingKey = reach.Address.RoutingKey,
        Partition = reach.Address.Partition,
        Exists = reach.Exists,
        Destinations = [.. reach.Destinations.Select(DestinationDto.Of)],
        Unknown = reach.Unknown,
        Messages = messages,
    };
}
