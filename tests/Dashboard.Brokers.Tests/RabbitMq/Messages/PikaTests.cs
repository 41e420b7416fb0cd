using System.Diagnostics;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Messages;

/// <summary>Messages that another implementation published, as its tutorials do, are shown and moved byte for byte, and it reads them back.</summary>
public sealed class PikaTests(MessageVhost vhost) : IClassFixture<MessageVhost>
{
    private const string Publish = """
        import sys, pika
        host, port, user, password, vhost = sys.argv[1:6]
        connection = pika.BlockingConnection(pika.ConnectionParameters(host, int(port), vhost, pika.PlainCredentials(user, password)))
        channel = connection.channel()
        channel.queue_declare(queue='hello')
        channel.basic_publish(exchange='', routing_key='hello', body='Hello World!')
        channel.queue_declare(queue='task_queue', durable=True)
        channel.basic_publish(exchange='', routing_key='task_queue', body=b'Hello...\xff\x00', properties=pika.BasicProperties(delivery_mode=2))
        channel.exchange_declare(exchange='logs', exchange_type='fanout')
        channel.queue_declare(queue='logs_a')
        channel.queue_bind(exchange='logs', queue='logs_a')
        channel.basic_publish(exchange='logs', routing_key='', body='info: Hello World!')
        channel.exchange_declare(exchange='direct_logs', exchange_type='direct')
        channel.queue_declare(queue='errors')
        channel.queue_bind(exchange='direct_logs', queue='errors', routing_key='error')
        channel.basic_publish(exchange='direct_logs', routing_key='error', body='Run. Run. Or it will explode.',
            properties=pika.BasicProperties(headers={'a': 1, 'big': 2**40, 'neg': -5, 'nested': {'x': [True, None, 'ü', {'deep': 2}]}, 'bytes': b'\xfe'}))
        connection.close()
        """;

    private const string Read = """
        import sys, pika
        host, port, user, password, vhost, queue = sys.argv[1:7]
        connection = pika.BlockingConnection(pika.ConnectionParameters(host, int(port), vhost, pika.PlainCredentials(user, password)))
        channel = connection.channel()
        method, properties, body = channel.basic_get(queue, auto_ack=True)
        headers = {k: v for k, v in (properties.headers or {}).items() if not k.startswith('x-replay-')}
        print(repr(body), properties.delivery_mode, properties.content_type, sorted(headers.items()))
        connection.close()
        """;

    [Fact]
    public async Task Tutorials_ShownAndMovedByteForByte()
    {
        await PythonAsync(Publish);
        foreach (var (queue, shown) in new[]
        {
            ("hello", "b'Hello World!' None None []"),
            ("task_queue", @"b'Hello...\xff\x00' 2 None []"),
            ("logs_a", "b'info: Hello World!' None None []"),
            ("errors", @"b'Run. Run. Or it will explode.' None None [('a', 1), ('big', 1099511627776L), ('bytes', b'\xfe'), ('neg', -5), ('nested', {'x': [True, None, 'ü', {'deep': 2}]})]"),
        })
        {
            await vhost.ShouldBecomeReadyAsync(queue, 1);
            var seen = (await vhost.LookAsync(queue)).Messages.ShouldHaveSingleItem();
            var target = await vhost.NewQueueAsync();
            await using (var source = await vhost.Transfer.OpenAsync(new TransferRequest(vhost.Queue(queue), 1, 1, RemovesMessages: true), CancellationToken.None))
            {
                await foreach (var delivery in source.ReadAsync(CancellationToken.None))
                {
                    delivery.Message.Identity.ShouldBe(seen.Identity);
                    (await vhost.SendAsync(vhost.Publisher.CopyOf(delivery.Message, vhost.ToQueue(target), new ReplayStamp("job", 1, false)))).Kind.ShouldBe(PublishOutcomeKind.Confirmed);
                    await source.RemoveAsync([delivery], CancellationToken.None);
                }
            }

            (await vhost.ReadyAsync(queue)).ShouldBe(0);
            var moved = (await vhost.LookAsync(target)).Messages.ShouldHaveSingleItem();
            moved.Body.ToArray().ShouldBe(seen.Body.ToArray());
            SampleHeaders.Show(moved.Properties).ShouldBe(SampleHeaders.Show(seen.Properties));
            SampleHeaders.Show(moved.Headers.Where(h => !h.Name.StartsWith("x-replay-", StringComparison.Ordinal))).ShouldBe(SampleHeaders.Show(seen.Headers));
            (await PythonAsync(Read, target)).ShouldBe(shown);
        }
    }

    private async Task<string> PythonAsync(string script, params string[] more)
    {
        var amqp = new Uri(vhost.Broker.AmqpUrl);
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-c", script, amqp.Host, $"{amqp.Port}", vhost.Broker.AdminUser, vhost.Broker.AdminPassword, vhost.Name }.Concat(more))
            start.ArgumentList.Add(argument);
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return output.Trim();
    }
}
