namespace Dashboard.Core.Operations;

/// <summary>One line of a job's timeline.</summary>
/// <param name="At">When.</param>
/// <param name="State">The state it led to.</param>
/// <param name="Text">What happened, in words.</param>
/// <param name="Actor">Who did it; <c>system</c> for the dashboard.</param>
public sealed record JobEvent(DateTimeOffset At, JobState State, string Text, string Actor);
