using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Controls;

/// <summary>Script calls end with the browser tab; that is not an error.</summary>
public static class ScriptCalls
{
    /// <summary>Runs it; a circuit or browser that is gone ends it without an exception.</summary>
    public static async Task QuietlyAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (JSDisconnectedException)
        {
        }
        catch (OperationCanceledException)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
