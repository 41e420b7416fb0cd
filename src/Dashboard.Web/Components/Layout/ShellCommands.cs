namespace Dashboard.Web.Components.Layout;

/// <summary>Lets any place of a page open the dialogs of the shell. Scoped.</summary>
public sealed class ShellCommands
{
    public event Action? JumpAsked;

    public event Action? HelpAsked;

    public void OpenJump() => JumpAsked?.Invoke();

    public void OpenHelp() => HelpAsked?.Invoke();
}
