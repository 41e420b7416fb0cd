using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Audit;

namespace Dashboard.Web.Components.Audit;

/// <summary>The audit as a file: every record that matches, newest first, read in pages.</summary>
internal static class AuditExport
{
    private const int PageSize = 1000;

    private static readonly string[] Columns = ["sequence", "at", "actor", "action", "outcome", "connection", "target", "detail", "remote_address", "job_id", "hash"];

    public static async Task WriteAsync(IAuditLog audit, AuditSearch search, bool isCsv, Stream destination, CancellationToken cancellationToken)
    {
        if (isCsv)
            await WriteLineAsync(destination, string.Join(',', Columns), cancellationToken);
        // Records written meanwhile would shift the pages: nothing newer than the first page is taken.
        long? newest = null;
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await audit.SearchAsync(search with { Offset = offset, Limit = PageSize }, cancellationToken);
            foreach (var record in page.Records)
            {
                newest ??= record.Sequence;
                if (record.Sequence > newest)
                    continue;
                newest = record.Sequence - 1;
                if (isCsv)
                    await WriteLineAsync(destination, Csv(record), cancellationToken);
                else
                    await WriteJsonAsync(destination, record, cancellationToken);
            }

            if (page.Records.Count < PageSize)
                return;
        }
    }

    private static string Csv(AuditRecord record) => string.Join(
        ',',
        new[]
        {
            record.Sequence.ToString(CultureInfo.InvariantCulture), record.At.ToString("O", CultureInfo.InvariantCulture), record.Entry.Actor, record.Entry.Action,
            record.Entry.Outcome.ToString(), record.Entry.Connection, record.Entry.Target, record.Entry.Detail, record.Entry.RemoteAddress, record.Entry.JobId, record.Hash,
        }.Select(CsvCell.Of));

    private static async Task WriteLineAsync(Stream destination, string line, CancellationToken cancellationToken)
        => await destination.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);

    private static async Task WriteJsonAsync(Stream destination, AuditRecord record, CancellationToken cancellationToken)
    {
        var line = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", record.Sequence);
            json.WriteString("at", record.At);
            json.WriteString("actor", record.Entry.Actor);
            json.WriteString("action", record.Entry.Action);
            json.WriteString("outcome", record.Entry.Outcome.ToString());
            json.WriteString("connection", record.Entry.Connection);
            json.WriteString("target", record.Entry.Target);
            json.WriteString("detail", record.Entry.Detail);
            json.WriteString("remote_address", record.Entry.RemoteAddress);
            json.WriteString("job_id", record.Entry.JobId);
            json.WriteString("hash", record.Hash);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        await destination.WriteAsync(line.WrittenMemory, cancellationToken);
    }
}
