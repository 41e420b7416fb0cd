using System.Globalization;
using Dapper;
using Dashboard.Core.Audit;

namespace Dashboard.Web.Storage.Audit;

/// <summary>Turns an audit search into a WHERE clause with named values.</summary>
internal static class AuditConditions
{
    public static (string Where, DynamicParameters Values) For(AuditSearch search)
    {
        var values = new DynamicParameters();
        var conditions = new List<string>();
        Equal("actor", search.Actor);
        Equal("action", search.Action);
        Equal("connection", search.Connection);
        Equal("outcome", search.Outcome?.ToString());
        Equal("job_id", search.JobId);
        if (search.From is { } from)
            Add("at >= @from", "from", from.ToUnixTimeMilliseconds());
        if (search.To is { } to)
            Add("at < @to", "to", to.ToUnixTimeMilliseconds());
        var words = search.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"word{i}");
            Add(
                $"instr(lower(actor || ' ' || action || ' ' || target || ' ' || coalesce(detail, '') || ' ' || coalesce(connection, '')), lower(@{name})) > 0",
                name,
                words[i]);
        }

        return (conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}", values);

        void Equal(string column, string? value)
        {
            if (value is { Length: > 0 })
                Add($"{column} = @{column}", column, value);
        }

        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            values.Add(name, value);
        }
    }
}
