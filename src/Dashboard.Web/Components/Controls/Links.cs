using Dashboard.Core.Model;
using Dashboard.Core.Views;

namespace Dashboard.Web.Components.Controls;

/// <summary>Addresses of pages, relative to the base of the application. Names are escaped, whatever they hold.</summary>
public static class Links
{
    public const string Overview = "./";

    public static string Connection(ConnectionId connection) => $"c/{Escape(connection.Value)}";

    public static string Section(ConnectionId connection, string sectionId) => $"{Connection(connection)}/{Escape(sectionId)}";

    /// <summary>A list as a saved view has it.</summary>
    public static string View(ConnectionId connection, SavedView view) => $"{Section(connection, view.SectionId)}?view={Escape(view.Id)}";

    /// <summary>The page of one row.</summary>
    public static string Row(ConnectionId connection, string sectionId, RowKey key, string? tab = null) =>
        $"{Section(connection, sectionId)}/item?key={Escape(key.Value)}{(tab is null ? "" : "&tab=" + Escape(tab))}";

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
