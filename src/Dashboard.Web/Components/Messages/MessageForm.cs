namespace Dashboard.Web.Components.Messages;

/// <summary>A form that begins with a message.</summary>
public enum MessageForm
{
    /// <summary>Publish one like it; the message stays.</summary>
    Publish,

    /// <summary>Publish an edited copy and remove the original.</summary>
    Edit,
}
