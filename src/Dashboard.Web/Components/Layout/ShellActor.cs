using Dashboard.Core.Access;
using Dashboard.Web.Auth;

namespace Dashboard.Web.Components.Layout;

/// <summary>Who looks at the shell, for showing or hiding links; rights are checked where things are done.</summary>
internal static class ShellActor
{
    /// <summary>The actor; null where nobody is signed in (any more).</summary>
    public static async ValueTask<Actor?> FindAsync(IServiceProvider services)
    {
        if (services.GetService<ICurrentActor>() is not { } current)
            return null;
        try
        {
            return await current.GetAsync();
        }
        catch (AccessDeniedException)
        {
            return null;
        }
    }
}
