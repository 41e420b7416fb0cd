namespace Dashboard.Web.Storage.Templates;

/// <summary>A publish form that was kept under a name.</summary>
/// <param name="Id">Names it in links.</param>
/// <param name="Name">As its owner called it.</param>
/// <param name="Owner">The account that saved it; the only one that can change it, but for an Admin who can delete it.</param>
/// <param name="IsShared">Everybody who may publish sees it.</param>
/// <param name="SavedAt">When it was saved last.</param>
/// <param name="Content">The form, as JSON.</param>
public sealed record PublishTemplate(string Id, string Name, string Owner, bool IsShared, DateTimeOffset SavedAt, string Content);
