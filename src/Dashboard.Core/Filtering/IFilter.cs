using Dashboard.Core.Capabilities;

namespace Dashboard.Core.Filtering;

/// <summary>A compiled filter. Thread-safe; does no allocation for plain comparisons; ends within its step budget.</summary>
public interface IFilter
{
    /// <summary>The text it was made from.</summary>
    string Text { get; }

    /// <summary>The first parts of all paths in it, so that a caller knows whether bodies must be decoded.</summary>
    IReadOnlySet<string> Roots { get; }

    /// <summary>All paths in it, so that a caller knows what its answers tell of a row. Words looked for anywhere have the root <c>text</c> and no path.</summary>
    IReadOnlyList<FieldPath> Paths { get; }

    FilterVerdict Judge(IFilterRow row);

    /// <summary>
    /// Where the filter is asked of messages: a quick test that says no only to what it cannot say yes to. It looks at bytes and parses nothing, so a body that
    /// looks like JSON and is broken inside is passed over too, which the filter itself could not have judged. Null where nothing can be excluded.
    /// </summary>
    RawMessageTest? RawTest => null;
}
