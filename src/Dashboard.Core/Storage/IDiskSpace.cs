namespace Dashboard.Core.Storage;

/// <summary>The disk that ledgers and archives are written to.</summary>
public interface IDiskSpace
{
    /// <summary>Bytes that can still be written; asked before and while a job runs.</summary>
    long FreeBytes();
}
