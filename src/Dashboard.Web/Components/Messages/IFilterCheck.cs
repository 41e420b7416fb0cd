using Dashboard.Core.Filtering;

namespace Dashboard.Web.Components.Messages;

/// <summary>Reads a filter's text before it is used, to show what is wrong with it at its place.</summary>
public interface IFilterCheck
{
    FilterParse Check(string text);
}
