using Dashboard.Core.Filtering;

namespace Dashboard.Core.Tests.Filtering;

/// <summary>A row of given values; anything else is absent.</summary>
public sealed class FakeRow(params (string Path, FilterValue Value)[] values) : IFilterRow
{
    public FilterValue Resolve(FieldPath path)
    {
        foreach (var (name, value) in values)
        {
            if (name == path.ToString())
                return value;
        }

        return FilterValue.Absent;
    }
}
