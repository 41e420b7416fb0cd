using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Tests.Components;

/// <summary>
/// The events that tests raise, found before bUnit's of the same names, which return at once when a snapshot or a timer is just drawing the page.
/// These are raised between two drawings, and return when the handler ran to its first wait and what it changed is drawn.
/// </summary>
internal static class SettledEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static void Click(this IElement element) => Raise(element, e => e.ClickAsync(new MouseEventArgs()));

    public static void Click(this IElement element, MouseEventArgs args) => Raise(element, e => e.ClickAsync(args));

    public static void Input<T>(this IElement element, T value) => Raise(element, e => e.InputAsync(value));

    public static void Change<T>(this IElement element, T value) => Raise(element, e => e.ChangeAsync(value));

    public static void KeyDown(this IElement element, string key) => Raise(element, e => e.KeyDownAsync(new KeyboardEventArgs { Key = key }));

    public static void Submit(this IElement element) => Raise(element, e => e.SubmitAsync());

    public static void TriggerEvent(this IElement element, string name, EventArgs args) => Raise(element, e => e.TriggerEventAsync(name, args));

    // A handler that waits for something is not waited for.
    private static void Raise(IElement element, Func<IElement, Task> raise)
    {
        var handled = Task.CompletedTask;
        var renderer = element.Owner!.Context.GetService<BunitContext>()!.Renderer;
        renderer.Dispatcher.InvokeAsync(() => { handled = raise(element); }).WaitAsync(Patience).GetAwaiter().GetResult();
        if (handled.IsFaulted)
            handled.GetAwaiter().GetResult();
    }
}
