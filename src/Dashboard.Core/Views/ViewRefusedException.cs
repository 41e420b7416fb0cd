namespace Dashboard.Core.Views;

/// <summary>What was asked of a saved view cannot be done. The message says why; nothing was changed.</summary>
public sealed class ViewRefusedException(string message) : Exception(message);
