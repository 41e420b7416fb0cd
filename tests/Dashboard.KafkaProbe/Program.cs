using System.Diagnostics;
using Confluent.Kafka;
using Dashboard.KafkaProbe;

// Arguments: call, bootstrap servers, "present", "denied" or "absent" (names), client properties as name=value.
// With PROBE_WAIT=1 it connects first, says "ready" and begins when a line comes.
// Says "outcome SECONDS WORDS". Exit codes: 0 the call ended within its limit, 3 it did not, anything else: the process did not survive it.
const int Limit = 5;
var call = AdminCalls.All[args[0]];
var names = new ProbeNames(args.ElementAtOrDefault(2) ?? "present");
var config = new AdminClientConfig(new Dictionary<string, string>()) { BootstrapServers = args[1], ClientId = "probe", LogConnectionClose = false };
foreach (var property in args.Skip(3))
    config.Set(property[..property.IndexOf('=')], property[(property.IndexOf('=') + 1)..]);
var admin = new AdminClientBuilder(config).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
if (Environment.GetEnvironmentVariable("PROBE_WAIT") == "1")
{
    admin.GetMetadata(TimeSpan.FromSeconds(20));
    Console.WriteLine("ready");
    Console.ReadLine();
}

var watch = Stopwatch.StartNew();
var running = Task.Run(() => call(admin, names, TimeSpan.FromSeconds(Limit)));
var isLate = await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(args[0] == "Prepare" ? 60 : 3 * Limit))) != running;
Console.WriteLine(FormattableString.Invariant($"outcome {watch.Elapsed.TotalSeconds:0.0} {(isLate ? "no end" : await WordsAsync(running))}"));

// What was freed twice or too early often shows only later.
for (var round = 0; round < 3; round++)
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    await Task.Delay(100);
}

if (isLate)
    Environment.Exit(3);
admin.Dispose();
GC.Collect();
GC.WaitForPendingFinalizers();
return 0;

static async Task<string> WordsAsync(Task<string> call)
{
    try
    {
        return await call;
    }
    catch (KafkaException failed)
    {
        return $"{failed.GetType().Name}: {AdminCalls.FirstError(failed).Code}";
    }
    catch (Exception failed)
    {
        return failed.GetType().Name;
    }
}
