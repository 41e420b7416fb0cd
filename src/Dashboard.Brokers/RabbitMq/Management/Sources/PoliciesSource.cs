using Dashboard.Brokers.RabbitMq.Management.Sections;
using Dashboard.Core.Snapshots;

namespace Dashboard.Brokers.RabbitMq.Management.Sources;

/// <summary>Reads policies and operator policies into one table. Without the right to the latter the former are shown alone, and that is said.</summary>
internal sealed class PoliciesSource(RabbitMqManagementClient client, RabbitMqSettings settings, TimeProvider time, Cadence cadence)
{
    private IReadOnlyList<Notice> _notices = [];

    public async Task<SourceReading> ReadAsync(SourceContext context, CancellationToken cancellationToken)
    {
        if (!cadence.IsDue(context.Now))
            return new SourceReading { Notices = _notices };

        var started = time.GetTimestamp();
        var missing = new List<string>();
        using var policies = await PagedList.ReadWholeAsync(client, ScopedPaths.Of(settings, "policies"), "", null, missing, cancellationToken);
        var notices = new List<Notice>();
        PagedList? ofOperators = null;
        try
        {
            ofOperators = await PagedList.ReadWholeAsync(client, ScopedPaths.Of(settings, "operator-policies"), "", null, missing, cancellationToken);
        }
        catch (SourceException e) when (e.Kind is SourceProblemKind.Denied or SourceProblemKind.NotSupported)
        {
            notices.Add(new Notice("operator-policies", Tone.Info, $"Operator policies are not shown: {e.Message}", PoliciesSection.Id));
        }

        using (ofOperators)
        {
            var all = policies.Items.Select(p => (Policy: p, Kind: PoliciesSection.UserKind))
                .Concat((ofOperators?.Items ?? []).Select(p => (Policy: p, Kind: PoliciesSection.OperatorKind)))
                .Where(p => p.Policy.Text("vhost") is { } vhost && settings.Shows(vhost));
            var table = SectionRows.Table(PoliciesSection.Definition, all, context.Now, p => PoliciesSection.KeyOf(p.Policy, p.Kind), (row, p) => PoliciesSection.Fill(row, p.Policy, p.Kind));
            cadence.Done(context.Now, time.GetElapsedTime(started));
            _notices = notices;
            return new SourceReading { Tables = [table], Notices = notices };
        }
    }
}
