using Dashboard.Core.Diagnosis;
using Dashboard.Core.Model;
using Dashboard.Core.Views;
using Dashboard.Web.Components.Messages;

namespace Dashboard.Web.Components.Controls;

/// <summary>Addresses of pages, relative to the base of the application. Names are escaped, whatever they hold.</summary>
public static class Links
{
    public const string Overview = "./";

    public const string Attention = "attention";

    public static string Connection(ConnectionId connection) => $"c/{Escape(connection.Value)}";

    public static string Section(ConnectionId connection, string sectionId) => $"{Connection(connection)}/{Escape(sectionId)}";

    /// <summary>A list as a saved view has it.</summary>
    public static string View(ConnectionId connection, SavedView view) => $"{Section(connection, view.SectionId)}?view={Escape(view.Id)}";

    /// <summary>The page of one row.</summary>
    public static string Row(ConnectionId connection, string sectionId, RowKey key, string? tab = null) =>
        $"{Section(connection, sectionId)}/item?key={Escape(key.Value)}{(tab is null ? "" : "&tab=" + Escape(tab))}";

    /// <summary>Where a finding shows: its row, its list, or the connection.</summary>
    public static string Finding(Finding finding) => finding switch
    {
        { SectionId: { } section, Key: { } key } => Row(finding.Connection, section, key),
        { SectionId: { } section } => Section(finding.Connection, section),
        _ => Connection(finding.Connection),
    };

    /// <summary>Where a next step is taken.</summary>
    public static string Target(ConnectionId connection, FindingTarget target) => target switch
    {
        { Key: { } key, Message: { } place } => $"{Row(connection, target.SectionId, key, "messages")}{MessageLinks.LookAt(place)}",
        { Key: { } key } => Row(connection, target.SectionId, key, target.Tab),
        _ => Filtered(connection, target.SectionId, target.Filter ?? ""),
    };

    /// <summary>A list that shows what matches a filter.</summary>
    public static string Filtered(ConnectionId connection, string sectionId, string filter) =>
        Section(connection, sectionId) + (filter.Length == 0 ? "" : "?f=" + Escape(filter));

    private static string Escape(string part) => Uri.EscapeDataString(part);
}
