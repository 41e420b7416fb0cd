using System.Buffers;
using System.Globalization;
using Dashboard.Core.Model;
using Dashboard.Core.Operations.Lines;

namespace Dashboard.Web.Components.Messages;

/// <summary>Messages as a file of JSON lines.</summary>
internal static class MessageExport
{
    public static MemoryStream ToStream(IEnumerable<MessageEnvelope> messages)
    {
        var stream = new MemoryStream();
        var line = new ArrayBufferWriter<byte>();
        foreach (var message in messages)
        {
            line.ResetWrittenCount();
            MessageJsonLines.Write(line, message);
            stream.Write(line.WrittenSpan);
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>A name that any file system takes, whatever the destination is called.</summary>
    public static string FileName(DestinationRef destination, DateTimeOffset now)
    {
        var name = string.Concat(destination.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).Trim('.');
        return $"{(name.Length is 0 ? "messages" : name[..Math.Min(name.Length, 60)])}-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}.jsonl";
    }
}
