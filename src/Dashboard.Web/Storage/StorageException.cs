namespace Dashboard.Web.Storage;

/// <summary>The dashboard's own storage cannot be used. The message says which file, why, and what to do.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
