using Dashboard.Core.Storage;

namespace Dashboard.Core.Operations.Pump;

/// <summary>Says when our own disk is nearly full. Asks the operating system at most once a second.</summary>
internal sealed class DiskGuard(IDiskSpace disk, OperationsOptions options, TimeProvider time)
{
    private readonly Lock _sync = new();
    private long? _askedAt;
    private long _free;

    public bool IsLow(out string words)
    {
        lock (_sync)
        {
            if (_askedAt is not { } at || time.GetElapsedTime(at) >= TimeSpan.FromSeconds(1))
            {
                _free = disk.FreeBytes();
                _askedAt = time.GetTimestamp();
            }

            words = _free >= options.MinFreeDiskBytes
                ? ""
                : $"the dashboard's own disk is nearly full: {_free / 1048576:N0} MiB are free and {options.MinFreeDiskBytes / 1048576:N0} MiB are needed to record what a job does";
            return words.Length > 0;
        }
    }
}
