using System.Collections.Frozen;

namespace Dashboard.Web.Components.Controls;

/// <summary>The outlines of the icons: strokes on a 24 by 24 field.</summary>
public static class IconPaths
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>
    {
        // states
        ["dot"] = "M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z",
        ["check"] = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M8 12.3l2.7 2.7L16 9.5",
        ["info"] = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M12 11v5 M12 8v.01",
        ["warning"] = "M12 3.5L2.5 20h19z M12 10v4.5 M12 17.2v.01",
        ["bad"] = "M8 3h8l5 5v8l-5 5H8l-5-5V8z M12 8v5 M12 16v.01",
        ["unknown"] = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M9.4 9.3a2.7 2.7 0 0 1 5.2.9c0 1.8-2.6 2.3-2.6 3.8 M12 17v.01",
        ["clock"] = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M12 7v5l3.2 2",
        ["lock"] = "M6 11h12v9H6z M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
        ["shield"] = "M12 3l8 3v6c0 4.5-3.2 7.7-8 9c-4.8-1.3-8-4.5-8-9V6z",

        // broker kinds and what they hold
        ["broker"] = "M4 5h16v6H4z M4 13h16v6H4z M7.5 8v.01 M7.5 16v.01",
        ["rabbitmq"] = "M4 20V5h4v6h4V5h4v6h4v9z M15.5 16v.01",
        ["kafka"] = "M9 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z M9 2.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M9 17.500a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M17 5.500a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M17 14.500a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M9 6.500v3 M9 14.500v3 M11.300 11l3.900-2.500 M11.300 13l3.900 2.500",
        ["redis"] = "M12 4l9 4l-9 4l-9-4z M3 12l9 4l9-4 M3 16l9 4l9-4",
        ["queue"] = "M3 6h18v4H3z M3 14h18v4H3z M7 6v4 M7 14v4 M11 6v4 M11 14v4",
        ["exchange"] = "M4 8h15 M15 4l4 4l-4 4 M20 16H5 M9 12l-4 4l4 4",
        ["binding"] = "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1 M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
        ["consumer"] = "M12 4v10 M8 10.500l4 4l4-4 M4 16v4h16v-4",
        ["connection"] = "M9 3v5 M15 3v5 M6 8h12v3a6 6 0 0 1-12 0z M12 17v4",
        ["channel"] = "M4 6h16 M4 12h16 M4 18h16 M8 4v4 M14 10v4 M10 16v4",
        ["node"] = "M4 4h16v7H4z M4 13h16v7H4z M8 7.500v.01 M8 16.500v.01 M12 7.500h5 M12 16.500h5",
        ["vhost"] = "M3 6h6l2 2h10v11H3z",
        ["policy"] = "M6 3h9l4 4v14H6z M9 12h7 M9 16h7 M9 8h3",
        ["shovel"] = "M4 12h12 M12 8l4 4l-4 4 M20 5v14",
        ["topic"] = "M4 6h16 M4 10h16 M4 14h10 M4 18h7",
        ["list"] = "M8 6h12 M8 12h12 M8 18h12 M4 6v.01 M4 12v.01 M4 18v.01",
        ["message"] = "M3 6h18v12H3z M3 7l9 6l9-6",

        // pages
        ["topology"] = "M3 9h6v6H3z M15 3h6v6h-6z M15 15h6v6h-6z M9 12h3 M15 6h-3v12h3",
        ["route"] = "M5 4a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M19 16a2 2 0 1 0 0 4a2 2 0 1 0 0-4z M7 6h8a3 3 0 0 1 0 6H9a3 3 0 0 0 0 6h8",
        ["focus"] = "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5 M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z",
        ["fit"] = "M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5",
        ["overview"] = "M4 4h7v7H4z M13 4h7v4h-7z M13 11h7v9h-7z M4 14h7v6H4z",
        ["jobs"] = "M4 7h16v13H4z M9 7V4h6v3 M4 12h16",
        ["audit"] = "M5 3h14v18H5z M8 8h8 M8 12h8 M8 16h5",
        ["key"] = "M8 11a4 4 0 1 0 0 8a4 4 0 1 0 0-8z M11 12l9-9 M16.500 6.500l3 3 M13.500 9.500l2 2",
        ["users"] = "M9 5a3.500 3.500 0 1 0 0 7a3.500 3.500 0 1 0 0-7z M2.500 20a6.500 6.500 0 0 1 13 0 M16 5.300a3.500 3.500 0 0 1 0 6.400 M18 14.500a6.500 6.500 0 0 1 3.500 5.500",
        ["user"] = "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8z M4.500 21a7.500 7.500 0 0 1 15 0",
        ["settings"] = "M4 7h9 M17 7h3 M15 5v4 M4 17h3 M11 17h9 M9 15v4 M4 12h12",

        // actions
        ["search"] = "M11 4a7 7 0 1 0 0 14a7 7 0 1 0 0-14z M16 16l5 5",
        ["filter"] = "M3 5h18l-7 8v6l-4-2v-4z",
        ["group"] = "M4 5h16 M8 10h12 M8 14h12 M4 19h16 M4 5v14",
        ["tick"] = "M4 12.500l5.500 5.500L20 6.500",
        ["bookmark"] = "M6 3h12v18l-6-5l-6 5z",
        ["star"] = "M12 3.500l2.600 5.500l6 .800l-4.400 4.200l1.100 6l-5.300-2.900L6.700 20l1.100-6L3.400 9.800l6-.800z",
        ["share"] = "M12 15V3 M8 7l4-4l4 4 M5 12v8h14v-8",
        ["columns"] = "M4 4h16v16H4z M9.300 4v16 M14.700 4v16",
        ["refresh"] = "M20 11a8 8 0 1 0-2 6.300 M20 5v6h-6",
        ["freeze"] = "M8 5v14 M16 5v14",
        ["play"] = "M7 4.500v15l12-7.500z",
        ["stop"] = "M6 6h12v12H6z",
        ["download"] = "M12 3v12 M7 11l5 5l5-5 M4 20h16",
        ["upload"] = "M12 16V4 M7 8l5-5l5 5 M4 20h16",
        ["copy"] = "M9 9h11v11H9z M15 9V4H4v11h5",
        ["close"] = "M6 6l12 12 M18 6L6 18",
        ["plus"] = "M12 5v14 M5 12h14",
        ["minus"] = "M5 12h14",
        ["edit"] = "M4 20l1-4L16 5l3 3L8 19z M14 7l3 3",
        ["trash"] = "M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13 M10 11v5 M14 11v5",
        ["send"] = "M21 3L3 10.500l7 3.500l3.500 7z M21 3L10 14",
        ["move"] = "M3 12h14 M12 6l6 6l-6 6 M21 5v14",
        ["replay"] = "M4 12a8 8 0 1 0 2.500-5.800 M4 4v5h5",
        ["archive"] = "M3 4h18v5H3z M5 9v11h14V9 M10 13h4",
        ["undo"] = "M8 5L3 10l5 5 M3 10h11a6 6 0 0 1 0 12h-3",
        ["open"] = "M14 4h6v6 M20 4l-9 9 M18 14v6H4V6h6",
        ["link"] = "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1 M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
        ["eye"] = "M2 12c3-5 6.500-7 10-7s7 2 10 7c-3 5-6.500 7-10 7s-7-2-10-7z M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z",
        ["help"] = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M9.400 9.300a2.700 2.700 0 0 1 5.200.900c0 1.800-2.600 2.300-2.600 3.800 M12 17v.01",
        ["keyboard"] = "M2 6h20v12H2z M6 10v.01 M10 10v.01 M14 10v.01 M18 10v.01 M7 14h10",
        ["sign-out"] = "M14 4H5v16h9 M10 12h11 M17 8l4 4l-4 4",
        ["menu"] = "M4 6h16 M4 12h16 M4 18h16",
        ["more"] = "M6 12v.01 M12 12v.01 M18 12v.01",

        // looks and directions
        ["sun"] = "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8z M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1.400 1.400 M17.600 17.600L19 19 M5 19l1.400-1.400 M17.600 6.400L19 5",
        ["moon"] = "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
        ["system"] = "M3 4h18v12H3z M8 20h8 M12 16v4",
        ["globe"] = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M3 12h18 M12 3c3 3 3 15 0 18c-3-3-3-15 0-18z",
        ["rail"] = "M4 4h16v16H4z M9.500 4v16",
        ["chevron-right"] = "M9 5l7 7l-7 7",
        ["chevron-left"] = "M15 5l-7 7l7 7",
        ["chevron-down"] = "M5 9l7 7l7-7",
        ["chevron-up"] = "M5 15l7-7l7 7",
        ["arrow-up"] = "M12 20V4 M6 10l6-6l6 6",
        ["arrow-down"] = "M12 4v16 M6 14l6 6l6-6",
        ["arrow-left"] = "M20 12H4 M10 6l-6 6l6 6",
    }.ToFrozenDictionary();

    public static IEnumerable<string> Names => Paths.Keys;

    public static bool Has(string name) => Paths.ContainsKey(name);

    public static string Find(string name) => Paths.GetValueOrDefault(name, Paths["dot"]);

    /// <summary>The icon of a broker kind; kinds without one of their own share a general one.</summary>
    public static string ForKind(string kind) => Paths.ContainsKey(kind) ? kind : "broker";

    /// <summary>The icon of a section by what one row is called: the word itself where it is known, else its general form.</summary>
    public static string ForRow(string singular) => singular switch
    {
        _ when Paths.ContainsKey(singular) => singular,
        "virtual host" => "vhost",
        "partition" or "stream" => "topic",
        "group" or "consumer group" or "worker" => "users",
        _ => "list",
    };
}
