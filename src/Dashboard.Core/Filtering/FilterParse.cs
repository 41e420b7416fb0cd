namespace Dashboard.Core.Filtering;

/// <summary>A parsed filter, or what is wrong with the text and where.</summary>
/// <param name="Filter">The filter; null when the text cannot be used.</param>
/// <param name="Error">What is wrong, in words; null when nothing is.</param>
/// <param name="ErrorAt">Where in the text, from 0.</param>
public sealed record FilterParse(IFilter? Filter, string? Error, int ErrorAt);
