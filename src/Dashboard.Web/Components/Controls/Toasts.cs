using Dashboard.Core.Snapshots;

namespace Dashboard.Web.Components.Controls;

/// <summary>Short notes about what was just done, for this circuit. Scoped.</summary>
public sealed class Toasts
{
    private readonly List<Toast> _shown = [];
    private int _lastId;

    /// <summary>Raised when the list changed; may come from any thread.</summary>
    public event Action? Changed;

    public IReadOnlyList<Toast> Shown
    {
        get
        {
            lock (_shown)
                return [.. _shown];
        }
    }

    /// <summary>Shows a note. Bad ones stay until closed; others go after some seconds.</summary>
    /// <param name="tone">What it means.</param>
    /// <param name="text">One sentence.</param>
    /// <param name="href">Where more is to be seen: the job.</param>
    /// <param name="linkText">Words of that link.</param>
    /// <param name="actionText">Words of a button, <c>Undo</c> for one.</param>
    /// <param name="action">What the button does.</param>
    public void Show(Tone tone, string text, string? href = null, string? linkText = null, string? actionText = null, Func<Task>? action = null)
    {
        lock (_shown)
        {
            _shown.Add(new Toast(++_lastId, tone, text, href, linkText ?? "Show", actionText, action));
            if (_shown.Count > 5)
                _shown.RemoveAt(0);
        }

        Changed?.Invoke();
    }

    public void Close(int id)
    {
        lock (_shown)
            _shown.RemoveAll(toast => toast.Id == id);
        Changed?.Invoke();
    }
}

/// <summary>One note as it is shown.</summary>
public sealed record Toast(int Id, Tone Tone, string Text, string? Href, string LinkText, string? ActionText, Func<Task>? Action);
