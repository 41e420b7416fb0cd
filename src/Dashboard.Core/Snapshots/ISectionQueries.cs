namespace Dashboard.Core.Snapshots;

/// <summary>Answers grid questions. An answer is computed once for each table and question and shared by all who ask.</summary>
public interface ISectionQueries
{
    /// <summary>The answer; never throws for bad filters or unknown sort columns (they are ignored and told).</summary>
    SectionView Run(SectionTable table, GridQuery query);
}
