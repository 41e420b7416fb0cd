using System.Diagnostics;
using System.Globalization;
using Dashboard.Bench.Lab;
using Dashboard.Bench.Measuring;
using RabbitMQ.Client;

namespace Dashboard.Bench.GivingBack;

/// <summary>How long a queue is busy with messages that a channel has read and gives back, by kind of queue, number and way.</summary>
internal static class GivingBackBench
{
    // A new one each time: a queue that is still busy with what it got back would spoil the next figure.
    private static string _queue = "";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly (string Name, Dictionary<string, object?> Arguments)[] Kinds =
    [
        ("classic v1", new() { ["x-queue-type"] = "classic", ["x-queue-version"] = 1 }),
        ("classic v1 lazy", new() { ["x-queue-type"] = "classic", ["x-queue-version"] = 1, ["x-queue-mode"] = "lazy" }),
        ("classic v2", new() { ["x-queue-type"] = "classic", ["x-queue-version"] = 2 }),
        ("quorum", new() { ["x-queue-type"] = "quorum" }),
    ];

    private static readonly string[] Ways = ["nack multiple", "nack in steps", "nack each", "close channel"];

    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var broker = new LabBroker();
        var counts = options.Text("counts", "5000,10000,20000,30000").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        var kinds = options.Text("kinds", string.Join(',', Kinds.Select(kind => kind.Name))).Split(',');
        var ways = options.Text("ways", string.Join(',', Ways)).Split(',');
        var readings = options.Text("reading", "get,consume").Split(',');
        var step = options.Number("step", 1000);
        // Beyond those that are read: a queue with a rest that stays has more to put them before.
        var rest = options.Number("rest", 0);
        var table = new MarkdownTable("queue", "read by", "given back by", "messages", "rest", "read, s", "back after, s", "broker CPU, s", "out of order");
        await using var connection = await broker.ConnectAsync("giving back");
        foreach (var kind in Kinds.Where(kind => kinds.Contains(kind.Name)))
        {
            foreach (var reading in readings)
            {
                foreach (var way in ways)
                {
                    foreach (var count in counts)
                    {
                        var cells = await MeasureAsync(connection, broker, kind.Arguments, reading, way, count, rest, step, options.Number("size", 1024));
                        object[] row = [kind.Name, reading, way, count, rest, .. cells];
                        Console.Error.WriteLine(string.Join(" | ", row));
                        table.Add(row);
                        if (cells[1] is string)
                            break;
                    }
                }
            }
        }

        table.Print();
        return 0;
    }

    private static async Task<object[]> MeasureAsync(
        IConnection connection, LabBroker broker, Dictionary<string, object?> arguments, string reading, string way, int count, int rest, int step, int size)
    {
        _queue = $"bench.giving-back.{Guid.NewGuid():N}";
        await FillAsync(connection, arguments, count + rest, size);
        await using var watch = await connection.CreateChannelAsync();
        var channel = await connection.CreateChannelAsync();
        var clock = Stopwatch.StartNew();
        if (reading == "get")
            await GetAsync(channel, count);
        else
            await ConsumeAsync(channel, count);
        var read = clock.Elapsed.TotalSeconds;
        var cpu = broker.Process().CpuSeconds();
        clock.Restart();
        await GiveBackAsync(channel, way, (ulong)count, (ulong)step);
        // The queue answers when it is through with what came before the question.
        while (await watch.MessageCountAsync(_queue) < count + rest)
        {
            if (clock.Elapsed > Patience)
                return [Math.Round(read, 1), $"> {Patience.TotalSeconds:0}", Math.Round(broker.Process().CpuSeconds() - cpu, 1), "?"];
            await Task.Delay(5);
        }

        var back = clock.Elapsed.TotalSeconds;
        cpu = broker.Process().CpuSeconds() - cpu;
        if (channel.IsOpen)
            await channel.CloseAsync();
        await channel.DisposeAsync();
        return [Math.Round(read, 1), Math.Round(back, 2), Math.Round(cpu, 1), await DisorderAsync(connection)];
    }

    private static async Task FillAsync(IConnection connection, Dictionary<string, object?> arguments, int count, int size)
    {
        await using (var fresh = await connection.CreateChannelAsync())
        {
            await fresh.QueueDeclareAsync(_queue, durable: true, exclusive: false, autoDelete: false, arguments);
        }

        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var body = new byte[size];
        var sent = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            sent.Add(channel.BasicPublishAsync("", _queue, mandatory: false, new BasicProperties { Persistent = true, MessageId = i.ToString(CultureInfo.InvariantCulture) }, body).AsTask());
            if (sent.Count < 500)
                continue;
            foreach (var one in sent)
                await one;
            sent.Clear();
        }

        foreach (var one in sent)
            await one;
        while (await channel.MessageCountAsync(_queue) < count)
            await Task.Delay(20);
    }

    private static async Task GetAsync(IChannel channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (await channel.BasicGetAsync(_queue, autoAck: false) is null)
                throw new BenchException("The queue was empty too early.");
        }
    }

    private static async Task ConsumeAsync(IChannel channel, int count)
    {
        var all = new TaskCompletionSource();
        var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel);
        var read = 0;
        consumer.ReceivedAsync += (_, _) =>
        {
            if (++read == count)
                all.TrySetResult();
            return Task.CompletedTask;
        };
        await channel.BasicQosAsync(0, (ushort)count, global: false);
        var tag = await channel.BasicConsumeAsync(_queue, autoAck: false, consumer);
        await all.Task.WaitAsync(Patience);
        await channel.BasicCancelAsync(tag);
    }

    private static async Task GiveBackAsync(IChannel channel, string way, ulong last, ulong step)
    {
        switch (way)
        {
            case "close channel":
                await channel.CloseAsync();
                break;
            case "nack in steps":
                for (var tag = step; tag < last + step; tag += step)
                    await channel.BasicNackAsync(Math.Min(tag, last), multiple: true, requeue: true);
                break;
            case "nack each":
                for (var tag = 1UL; tag <= last; tag++)
                    await channel.BasicNackAsync(tag, multiple: false, requeue: true);
                break;
            default:
                await channel.BasicNackAsync(last, multiple: true, requeue: true);
                break;
        }
    }

    // Messages that stand before one that was published earlier.
    private static async Task<int> DisorderAsync(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync();
        var disorder = 0;
        var before = -1;
        while (await channel.BasicGetAsync(_queue, autoAck: true) is { } got)
        {
            var number = int.Parse(got.BasicProperties.MessageId!, CultureInfo.InvariantCulture);
            disorder += number < before ? 1 : 0;
            before = number;
        }

        await channel.QueueDeleteAsync(_queue, ifUnused: false, ifEmpty: false);
        return disorder;
    }
}
