using Dashboard.Core.Model;
using Microsoft.Extensions.Logging;

namespace Dashboard.Core.Diagnosis.Judging;

internal static partial class DiagnosisLog
{
    [LoggerMessage(EventId = 1021, Level = LogLevel.Error, Message = "{Connection}: a snapshot could not be judged; findings stay as they were")]
    public static partial void JudgingFailed(ILogger logger, ConnectionId connection, Exception failure);
}
