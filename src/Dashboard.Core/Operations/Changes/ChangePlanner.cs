using Dashboard.Core.Capabilities;
using Dashboard.Core.Editing;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Planning;
using Dashboard.Core.Snapshots;

namespace Dashboard.Core.Operations.Changes;

/// <summary>Plans operations on objects: checks each change, asks the broker what would come of it, and sums up.</summary>
internal sealed class ChangePlanner(IBrokerConnection connection, OperationIntent intent)
{
    /// <summary>More objects than this are not asked one by one: the plan says how many were not.</summary>
    private const int MaxForecasts = 300;
    private const int AtOnce = 4;

    private readonly List<Consequence> _consequences = [];
    private readonly Dictionary<(string, string), long> _losses = [];
    private string? _refusal = IntentCheck.FindMistake(intent);
    private bool _isHarmful = intent.Changes.Count > 1 || intent.Kind is not OperationKind.Create;

    private int _toDo;
    private bool _changesNothing;

    private bool IsSingle => intent.Changes.Count == 1;

    public async Task<OperationPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var editor = connection.Find<IObjectEditor>();
        IReadOnlyList<ObjectPlan> objects = [];
        if (editor is null)
            _refusal = connection.Info.IsReadOnly ? $"The connection {connection.Info.Name} is configured as read-only." : $"Nothing can be changed on the connection {connection.Info.Name}.";
        _refusal ??= editor is null ? null : FindMistake(editor);
        if (_refusal is null)
            objects = await ForecastAsync(editor!, cancellationToken);
        return Build(editor, objects);
    }

    private string? FindMistake(IObjectEditor editor)
    {
        foreach (var change in intent.Changes)
        {
            if (editor.Check(change) is [var mistake, ..] mistakes)
            {
                var further = mistakes.Count == 1 ? "" : $" And {mistakes.Count - 1} further.";
                return IsSingle ? $"{mistake.Message}{further}" : $"{editor.NameOf(change)}: {mistake.Message}{further}";
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<ObjectPlan>> ForecastAsync(IObjectEditor editor, CancellationToken cancellationToken)
    {
        var asked = intent.Changes.Take(MaxForecasts).ToList();
        var forecasts = new ChangeForecast[asked.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, asked.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, token) => forecasts[i] = await editor.ForecastAsync(asked[i], token));
        var objects = asked.Select((change, i) => Add(editor, change, forecasts[i])).ToList();
        if (!IsSingle && _toDo == 0 && asked.Count == intent.Changes.Count)
        {
            _changesNothing = forecasts.Any(forecast => forecast.ChangesNothing);
            _refusal = _changesNothing ? "Nothing to change: all are as they are wanted, or gone." : "None of them is there any more: there is nothing to do.";
        }

        if (intent.Changes.Count > asked.Count)
            _consequences.Add(new(Tone.Unknown, $"{intent.Changes.Count - asked.Count:N0} further were not asked about: what goes with them is not known."));
        foreach (var ((singular, plural), count) in _losses.Where(loss => loss.Value > 0))
            _consequences.Add(new(Tone.Bad, new ChangeLoss(count, singular, plural).Text + "."));
        if (!IsSingle)
            _consequences.Add(new(Tone.Info, "They are done one after the other. The first that is refused ends the job: the rest stays untouched, and the job can be resumed."));
        return objects;
    }

    private ObjectPlan Add(IObjectEditor editor, ObjectChange change, ChangeForecast forecast)
    {
        var name = editor.NameOf(change);
        if (IsSingle)
        {
            _changesNothing = forecast is { Refusal: null, IsGone: false, ChangesNothing: true };
            _refusal = forecast.Refusal
                ?? (forecast.IsGone ? $"There is no {name} any more: there is nothing to do." : _changesNothing ? "Nothing to change: all is as it is wanted already." : null);
            _consequences.AddRange(forecast.Consequences);
        }

        if (forecast.IsGone)
            return new ObjectPlan(name.ToString(), change.Verb, Tone.Unknown, "gone already: nothing to do");
        if (forecast.ChangesNothing && forecast.Refusal is null)
            return new ObjectPlan(name.ToString(), change.Verb, Tone.Unknown, "as it is wanted already: nothing to do") { Table = forecast.Table };
        _toDo++;
        if (forecast.Refusal is { } refusal)
        {
            if (!IsSingle)
                _consequences.Add(new(Tone.Warning, $"{name} will be refused: {refusal}"));
            return new ObjectPlan(name.ToString(), change.Verb, Tone.Bad, refusal);
        }

        foreach (var loss in forecast.Losses)
            _losses[(loss.Singular, loss.Plural)] = _losses.GetValueOrDefault((loss.Singular, loss.Plural)) + loss.Count;
        var worst = forecast.Consequences.OrderByDescending(one => PlanDraft.Weight(one.Tone)).FirstOrDefault();
        _isHarmful |= worst?.Tone is Tone.Bad or Tone.Warning;
        var losses = forecast.Losses.Where(loss => loss.Count > 0).Select(loss => loss.Text).ToList();
        return new ObjectPlan(
            name.ToString(),
            change.Verb,
            losses.Count > 0 ? Tone.Bad : worst?.Tone ?? Tone.Neutral,
            losses.Count > 0 ? string.Join(", ", losses) : worst?.Text ?? "")
        {
            Table = forecast.Table,
        };
    }

    private OperationPlan Build(IObjectEditor? editor, IReadOnlyList<ObjectPlan> objects)
    {
        var count = ChangeWords.CountOf(intent, editor);
        return new OperationPlan
        {
            PlanId = PlanStore.NewId(),
            Intent = intent,
            Title = ChangeWords.TitleOf(intent, editor),
            ConfirmLabel = IsSingle && editor is not null && intent.Kind != OperationKind.Import
                ? $"{ChangeWords.WordOf(intent, editor)} {editor.NameOf(intent.Changes[0]).Kind}"
                : $"{(intent.Kind == OperationKind.Import ? "Apply" : ChangeWords.WordOf(intent, editor))} {count}",
            Messages = Metric.Unavailable("it is about objects"),
            Consequences = [.. _consequences.DistinctBy(one => one.Text).OrderByDescending(one => PlanDraft.Weight(one.Tone)).Take(100)],
            MustType = connection.Info.Environment.IsProduction && _isHarmful && !_changesNothing ? WordToType(editor, count) : null,
            Refusal = _refusal,
            ChangesNothing = _changesNothing,
            Objects = objects,
        };
    }

    private string WordToType(IObjectEditor? editor, string count)
        => IsSingle && editor?.NameOf(intent.Changes[0]).Name is { Length: > 0 } name && !name.Any(char.IsControl)
            ? name
            : $"{intent.Kind.ToString().ToLowerInvariant()} {count}";
}
