namespace Dashboard.Web.Components.Topology;

/// <summary>A node as the browser draws it. Sizes in pixels at zoom 1.</summary>
/// <param name="Id">Its id in the graph.</param>
/// <param name="Text">Two lines: name and figures.</param>
/// <param name="Kind">Decides the shape.</param>
/// <param name="Tone">Decides the colour, lower case.</param>
/// <param name="Missing">Drawn dashed.</param>
/// <param name="Focus">Drawn with a strong border.</param>
/// <param name="W">Width.</param>
/// <param name="H">Height: more messages, higher.</param>
public sealed record CanvasNode(string Id, string Text, string Kind, string Tone, bool Missing, bool Focus, int W, int H);

/// <summary>An edge as the browser draws it.</summary>
/// <param name="Id">Its id in the graph.</param>
/// <param name="Source">Id of a node.</param>
/// <param name="Target">Id of a node.</param>
/// <param name="Text">Its label.</param>
/// <param name="Kind">Decides line and colour.</param>
/// <param name="Width">More messages per second, wider.</param>
public sealed record CanvasEdge(string Id, string Source, string Target, string Text, string Kind, double Width);

/// <summary>An element in the form that the drawing library takes.</summary>
public sealed record CanvasElement(object Data);
