using Dashboard.Core.Editing;
using Dashboard.Core.Operations;

namespace Dashboard.Web.Components.Editing;

/// <summary>Changes of objects in words.</summary>
internal static class EditingWords
{
    public static OperationKind KindOf(ChangeVerb verb) => verb switch
    {
        ChangeVerb.Create => OperationKind.Create,
        ChangeVerb.Edit => OperationKind.Edit,
        ChangeVerb.Delete => OperationKind.Delete,
        ChangeVerb.Close => OperationKind.Close,
        _ => OperationKind.Purge,
    };

    public static string VerbOf(ChangeVerb verb) => verb.ToString();

    public static string IconOf(ChangeVerb verb) => verb switch
    {
        ChangeVerb.Create => "plus",
        ChangeVerb.Edit => "edit",
        ChangeVerb.Close => "close",
        _ => "trash",
    };
}
