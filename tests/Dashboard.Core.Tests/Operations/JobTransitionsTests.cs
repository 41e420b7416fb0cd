using Dashboard.Core.Operations;

namespace Dashboard.Core.Tests.Operations;

public sealed class JobTransitionsTests
{
    /// <summary>Written out a second time, as rows of a picture: from each state the letters of the states it may move to.</summary>
    private static readonly Dictionary<JobState, string> Picture = new()
    {
        //                          Pl Qu Ru Ps Pd Cg Cd Su Fa In
        [JobState.Planned] = "      -  x  -  -  -  -  x  -  -  -",
        [JobState.Queued] = "       -  -  x  -  x  -  x  -  x  x",
        [JobState.Running] = "      -  -  -  x  x  x  -  x  x  x",
        [JobState.Pausing] = "      -  -  -  -  x  x  -  x  x  x",
        [JobState.Paused] = "       -  x  -  -  -  x  x  -  x  -",
        [JobState.Cancelling] = "   -  -  -  -  -  -  x  x  x  x",
        [JobState.Cancelled] = "    -  -  -  -  -  -  -  -  -  -",
        [JobState.Succeeded] = "    -  -  -  -  -  -  -  -  -  -",
        [JobState.Failed] = "       -  x  -  -  -  -  -  -  -  -",
        [JobState.Interrupted] = "  -  x  -  -  x  -  x  -  x  -",
    };

    private static readonly JobState[] Columns =
    [
        JobState.Planned, JobState.Queued, JobState.Running, JobState.Pausing, JobState.Paused,
        JobState.Cancelling, JobState.Cancelled, JobState.Succeeded, JobState.Failed, JobState.Interrupted,
    ];

    [Fact]
    public void IsLegal_EveryPair_IsAsInThePicture()
    {
        Columns.Order().ShouldBe(Enum.GetValues<JobState>().Order());
        foreach (var from in Enum.GetValues<JobState>())
        {
            var marks = Picture[from].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var i = 0; i < Columns.Length; i++)
                JobTransitions.IsLegal(from, Columns[i]).ShouldBe(marks[i] == "x", $"{from} to {Columns[i]}");
        }
    }
}
