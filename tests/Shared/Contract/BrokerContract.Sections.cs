using System.Text.RegularExpressions;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>The declared sections: all of a broker's pages follow from them, so they have to be whole.</content>
public abstract partial class BrokerContract
{
    [GeneratedRegex("^[a-z][a-z0-9_-]*$")]
    private static partial Regex SectionId { get; }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex ColumnId { get; }

    private ISnapshotReader Reader() => Capability<ISnapshotReader>();

    [ContractFact]
    public void Sections_Ids_AreWellFormedAndUnique()
    {
        var sections = Reader().Sections;
        sections.Select(s => s.Id).ShouldBeUnique();
        foreach (var section in sections)
        {
            section.Id.ShouldMatch(SectionId.ToString());
            section.Title.ShouldNotBeNullOrWhiteSpace(section.Id);
            section.Singular.ShouldNotBeNullOrWhiteSpace(section.Id);
            section.EmptyText.ShouldNotBeNullOrWhiteSpace(section.Id);
            section.Columns.Select(c => c.Id).ShouldBeUnique();
            foreach (var column in section.Columns)
                column.Id.ShouldMatch(ColumnId.ToString());
        }
    }

    [ContractFact]
    public void Sections_NamedColumns_Exist()
    {
        foreach (var section in Reader().Sections)
        {
            section.KeyColumns.ShouldNotBeEmpty(section.Id);
            foreach (var key in section.KeyColumns)
                section.Column(key).ShouldNotBeNull($"key column {key} of {section.Id}");
            section.Column(section.NameColumn).ShouldNotBeNull($"name column of {section.Id}");
            if (section.ScopeColumn is { } scope)
                section.Column(scope).ShouldNotBeNull($"scope column of {section.Id}").IsText.ShouldBeTrue();
            if (section.DefaultSort is { } sort)
                section.Column(sort).ShouldNotBeNull($"sort column of {section.Id}");
            if (section.DestinationKind is not null)
                section.Column(section.NameColumn)!.IsText.ShouldBeTrue($"{section.Id}: a destination's name is text");
        }
    }

    [ContractFact]
    public void Sections_LinksAndRelations_LeadToWhatExists()
    {
        var sections = Reader().Sections.ToDictionary(s => s.Id);
        foreach (var section in sections.Values)
        {
            foreach (var (column, link) in section.Columns.Where(c => c.Link is not null).Select(c => (c, c.Link!)))
            {
                var there = sections.GetValueOrDefault(link.SectionId).ShouldNotBeNull($"{section.Id}.{column.Id} links to {link.SectionId}");
                link.KeyColumns.Count.ShouldBe(there.KeyColumns.Count, $"{section.Id}.{column.Id} has to give the whole key of {there.Id}");
                foreach (var key in link.KeyColumns)
                    section.Column(key).ShouldNotBeNull($"{section.Id}.{column.Id} takes {key}");
            }

            section.Relations.Select(r => r.Id).ShouldBeUnique();
            foreach (var relation in section.Relations)
            {
                var what = $"relation {relation.Id} of {section.Id}";
                var there = sections.GetValueOrDefault(relation.SectionId).ShouldNotBeNull(what);
                relation.Title.ShouldNotBeNullOrWhiteSpace(what);
                relation.EmptyText.ShouldNotBeNullOrWhiteSpace(what);
                relation.Match.ShouldNotBeEmpty(what);
                foreach (var (column, other) in relation.Match)
                {
                    section.Column(column).ShouldNotBeNull(what);
                    there.Column(other).ShouldNotBeNull(what);
                }

                foreach (var condition in relation.Where)
                    there.Column(condition.OtherColumn).ShouldNotBeNull(what).IsText.ShouldBeTrue(what);
            }
        }
    }

    [ContractFact]
    public void Sections_Columns_SayWhatTheyAre()
    {
        foreach (var (section, column) in Reader().Sections.SelectMany(s => s.Columns.Select(c => (s, c))))
        {
            var what = $"{section.Id}.{column.Id}";
            column.Title.ShouldNotBeNullOrWhiteSpace(what);
            if (column.KeepsHistory)
                column.IsText.ShouldBeFalse($"{what} is text and keeps no history");
            if (column.IsTotalled)
                column.Type.ShouldBeOneOf(ColumnType.Integer, ColumnType.Number, ColumnType.Rate, ColumnType.Bytes);
            if (column.Tones.Count > 0)
                column.Type.ShouldBeOneOf(ColumnType.Enumeration, ColumnType.Flag);
        }

        Reader().Sections.SelectMany(s => s.Columns.Where(c => string.IsNullOrWhiteSpace(c.Help)).Select(c => $"{s.Id}.{c.Id}")).ShouldBeEmpty("columns without a help text");
        foreach (var section in Reader().Sections)
            section.Columns.ShouldContain(c => c.IsDefaultVisible, section.Id);
    }

    [ContractFact]
    public void Sources_Declared_CoverEverySection()
    {
        var reader = Reader();
        reader.Sources.Select(s => s.Id).ShouldBeUnique();
        reader.Sources.ShouldContain(s => s.IsEssential, "without an essential source the connection can never count as down");
        foreach (var source in reader.Sources)
        {
            source.Period.ShouldBeGreaterThan(TimeSpan.Zero, source.Id);
            source.TimeLimit.ShouldBeGreaterThan(TimeSpan.Zero, source.Id);
            source.SectionIds.ShouldBeSubsetOf(reader.Sections.Select(s => s.Id), source.Id);
        }

        reader.Sections.Select(s => s.Id).ShouldBeSubsetOf(reader.Sources.SelectMany(s => s.SectionIds), "a section that no source fills is always empty");
        reader.Sections.ShouldContain(s => s.DestinationKind == broker.DestinationKind, "destinations have to be listed");
    }
}
