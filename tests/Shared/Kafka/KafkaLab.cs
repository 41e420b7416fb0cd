namespace Dashboard.Tests.Shared.Kafka;

/// <summary>
/// The lab's running Kafka, shared by all tests of a run: started when it does not run (<c>lab/up kafka</c>; it is left running). Tests use
/// topics and groups of their own. Only for tests that are marked <see cref="KafkaFactAttribute"/> or <see cref="KafkaTheoryAttribute"/>.
/// </summary>
public sealed class KafkaLab : KafkaCluster
{
    private const int StartSeconds = 300;
    private const int CheckSeconds = 120;

    private static readonly Lazy<Task<KafkaLab>> Only = new(StartAsync);
    private static readonly Lazy<string?> Missing = new(FindMissing);

    private KafkaLab()
    {
    }

    /// <summary>Why there is no Kafka here; null where there is. Asked while tests are discovered: nothing is started for it.</summary>
    public static string? SkipReason => Missing.Value;

    protected override string? Folder => null;

    protected override int? PortBase => null;

    public static Task<KafkaLab> GetAsync() => Only.Value;

    private static string? FindMissing()
    {
        // Task.Run: xunit discovers on a thread with a synchronization context of its own.
        var (exitCode, output) = Task.Run(() => LabScript.RunAsync(null, null, CheckSeconds, ["lab/up", "--check", "kafka"])).GetAwaiter().GetResult();
        return exitCode == 0 ? null : output.Trim();
    }

    private static async Task<KafkaLab> StartAsync()
    {
        var lab = new KafkaLab();
        await lab.RunAsync(StartSeconds, ["lab/up", "kafka"]);
        await lab.ReadAsync(Environment.GetEnvironmentVariable("LAB_DIR") ?? Path.Combine(Repository.Root, ".lab"));
        return lab;
    }
}
