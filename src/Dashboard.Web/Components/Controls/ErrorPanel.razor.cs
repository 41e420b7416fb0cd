using Dashboard.Core.Model;
using Dashboard.Core.Snapshots;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Controls;

public partial class ErrorPanel
{
    /// <summary>What failed: a sentence.</summary>
    [Parameter, EditorRequired]
    public string What { get; set; } = "";

    /// <summary>What was not done because of it.</summary>
    [Parameter]
    public string? NotDone { get; set; }

    /// <summary>The broker's own words; hostile text.</summary>
    [Parameter]
    public string? BrokerWords { get; set; }

    [Parameter]
    public string? NextStep { get; set; }

    [Parameter]
    public Tone Tone { get; set; } = Tone.Bad;

    /// <summary>Buttons, before "Copy details".</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Fills the texts from an exception that was meant for operators; the single parameters win where they are set.</summary>
    [Parameter]
    public BrokerException? Exception { get; set; }

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string Details => string.Join(
        '\n',
        new[] { What, NotDone, BrokerWords, NextStep, Time.GetUtcNow().ToString("O") }.Where(line => !string.IsNullOrEmpty(line)));

    protected override void OnParametersSet()
    {
        if (Exception is null)
            return;
        What = What.Length == 0 ? Exception.Message : What;
        BrokerWords ??= Exception.BrokerWords;
        NextStep ??= Exception.NextStep;
    }
}
