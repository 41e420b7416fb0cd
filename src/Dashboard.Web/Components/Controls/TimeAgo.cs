using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Web.Components.Controls;

/// <summary>
/// How long ago something was, counting up by itself; the absolute time with its zone on hover. A time to come reads "in 8 s".
/// </summary>
public sealed class TimeAgo : ComponentBase, IDisposable
{
    private IDisposable? _tick;
    private string _shown = "";

    /// <summary>The moment; null is unknown.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>What follows the age: "ago" unless told otherwise; "old" in a grid's edge.</summary>
    [Parameter]
    public string Suffix { get; set; } = "ago";

    [Inject]
    private PageClock Clock { get; set; } = default!;

    [Inject]
    private ViewPreferences Preferences { get; set; } = default!;

    public void Dispose()
    {
        _tick?.Dispose();
        Preferences.Changed -= OnPreferences;
    }

    protected override void OnInitialized() => Preferences.Changed += OnPreferences;

    protected override void OnParametersSet() => _shown = Words();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _tick = Clock.EverySecond(() => _ = InvokeAsync(OnTick));
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "time");
        if (At is { } at)
        {
            builder.AddAttribute(1, "datetime", at.ToUniversalTime().ToString("O"));
            builder.AddAttribute(2, "title", Preferences.Iso(at));
        }

        builder.AddAttribute(3, "class", "figure");
        builder.AddContent(4, _shown);
        builder.CloseElement();
    }

    private void OnPreferences() => _ = InvokeAsync(StateHasChanged);

    private void OnTick()
    {
        var words = Words();
        if (words == _shown)
            return;
        _shown = words;
        StateHasChanged();
    }

    private string Words()
    {
        if (At is not { } at)
            return Figures.Unknown;
        var age = Clock.Now - at;
        return age < TimeSpan.FromSeconds(-0.5) ? $"in {Figures.Age(-age + TimeSpan.FromSeconds(0.5))}" : $"{Figures.Age(age)} {Suffix}".TrimEnd();
    }
}
