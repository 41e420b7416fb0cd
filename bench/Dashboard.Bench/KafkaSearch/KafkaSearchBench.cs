using System.Diagnostics;
using Dashboard.Bench.Measuring;
using Dashboard.Core.Access;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Operations;

namespace Dashboard.Bench.KafkaSearch;

/// <summary>Searches a topic for one message by a JSON field, beside kcat that reads the same messages and looks at none; in turns.</summary>
internal static class KafkaSearchBench
{
    private static readonly (string Name, Func<KafkaTopic, string> Filter, long Matches)[] Searches =
    [
        ("JSON field equals a text", topic => $"body.order.id = \"{topic.OrderOf(topic.Messages / 2)}\"", 1),
        ("word anywhere", topic => $"\"{topic.OrderOf(topic.Messages / 2)}\"", 1),
        ("JSON field above a number: every body is parsed", _ => "body.order.total > 1000000", 0),
    ];

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var topic = new KafkaTopic(options.Number("messages", 1_000_000), options.Number("partitions", 6));
        Console.WriteLine($"{topic.Messages:N0} messages of 1 KiB in {topic.Partitions} partitions, Kafka {topic.Version}; {Machine.Describe()}");
        await topic.FillAsync();
        var table = new MarkdownTable("who", "round", "seconds", "messages/s", "of kcat", "read ÷ in range", "CPU s", "resident before → most", "load");
        for (var round = 1; round <= options.Number("rounds", 3); round++)
        {
            var load = Machine.LoadAverage();
            var (yardstick, cpu) = await KcatAsync(topic);
            table.Add("kcat -C -e -q > /dev/null", round, $"{yardstick:F2}", $"{topic.Messages / yardstick:N0}", "1.00", "", $"{cpu:F1}", "", load);
            foreach (var (name, filter, matches) in Searches.Take(options.Number("searches", Searches.Length)))
                table.Add([.. await SearchAsync(topic, name, filter(topic), matches, round, yardstick)]);
        }

        table.Print();
        var stopped = new MarkdownTable("stopped while it reads", "times", "from the stop to the answer, median", "most", "load");
        foreach (var (name, filter, _) in Searches.Take(options.Number("searches", Searches.Length)))
        {
            var load = Machine.LoadAverage();
            var milliseconds = await CancelAsync(topic, filter(topic), options.Number("cancels", 20));
            stopped.Add(name, milliseconds.Count, $"{Quantiles.Median(milliseconds):N0} ms", $"{milliseconds.Max():N0} ms", load);
        }

        stopped.Print();
        return 0;
    }

    /// <summary>From the stop to the answer, in milliseconds; each search is stopped a little later than the one before.</summary>
    private static async Task<List<double>> CancelAsync(KafkaTopic topic, string filter, int times)
    {
        await using var engine = new SearchEngine(topic);
        var milliseconds = new List<double>();
        for (var i = 0; i < times; i++)
        {
            using var stop = new CancellationTokenSource();
            var reads = new TaskCompletionSource();
            var watch = new Progress<LookProgress>(told =>
            {
                if (told.Examined > 0)
                    reads.TrySetResult();
            });
            var searching = engine.Reading.SearchAsync(Actor.System, Request(topic), filter, watch, stop.Token);
            await Task.WhenAny(reads.Task, searching);
            await Task.Delay(i * 7);
            var began = Stopwatch.GetTimestamp();
            await stop.CancelAsync();
            var look = await searching;
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (look.StopReason != "it was stopped" || look.Examined == 0 || look.Examined == topic.Messages)
                throw new BenchException($"{filter}: {look.Examined} read, ended because {look.StopReason}.");
        }

        return milliseconds;
    }

    private static BrowseRequest Request(KafkaTopic topic) => new() { Destination = topic.Place, Count = 1000, ReadsToEnd = true };

    private static async Task<(double Seconds, double Cpu)> KcatAsync(KafkaTopic topic)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true };
        foreach (var argument in new[] { "-c", "TIMEFORMAT='%U %S'; time kcat -b \"$1\" -C -e -q -t \"$2\" -o beginning > /dev/null", "kcat", topic.Servers, topic.Name })
            start.ArgumentList.Add(argument);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var told = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0)
            throw new BenchException($"kcat failed: {told}");
        var times = told.Trim().Split('\n')[^1].Split(' ');
        return (seconds, times.Sum(time => double.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<IReadOnlyList<object>> SearchAsync(KafkaTopic topic, string name, string filter, long matches, int round, double yardstick)
    {
        var load = Machine.LoadAverage();
        await using var engine = new SearchEngine(topic);
        GC.Collect();
        var (before, cpu) = (ProcessFigures.Own.ResidentMiB(), ProcessFigures.Own.CpuSeconds());
        double most = before;
        var watch = new Progress<LookProgress>(_ => most = Math.Max(most, ProcessFigures.Own.ResidentMiB()));
        var began = Stopwatch.GetTimestamp();
        var look = await engine.Reading.SearchAsync(Actor.System, Request(topic), filter, watch, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var inRange = look.Scans.Sum(scan => scan.End - scan.From);
        if (look.Matched != matches || !look.IsComplete || look.Unjudgeable > 0 || inRange != topic.Messages)
            throw new BenchException($"{filter}: {look.Matched} found, {look.Unjudgeable} not judged, {inRange} in range, ended because {look.StopReason}.");
        return
        [
            name, round, $"{seconds:F2}", $"{look.Examined / seconds:N0}", $"{yardstick / seconds:F2}", $"{(double)look.Examined / inRange:F2}",
            $"{ProcessFigures.Own.CpuSeconds() - cpu:F1}", $"{before:F0} → {most:F0} MiB (+{most - before:F0})", load,
        ];
    }
}
