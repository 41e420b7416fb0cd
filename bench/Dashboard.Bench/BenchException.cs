namespace Dashboard.Bench;

/// <summary>A benchmark cannot be run, or what it measured is not what it was to measure. The message is for whoever started it.</summary>
internal sealed class BenchException(string message) : Exception(message);
