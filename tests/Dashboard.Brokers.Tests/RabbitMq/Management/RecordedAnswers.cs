using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Tests.Shared;

namespace Dashboard.Brokers.Tests.RabbitMq.Management;

/// <summary>
/// Stands in for the network: answers from a folder of recorded answers, each of which a test may change. Folders named after a version were
/// recorded from that broker; <c>4.1-from-documentation</c> was written by hand from the documentation of 4.1.
/// </summary>
internal sealed class RecordedAnswers : HttpMessageHandler
{
    private readonly Dictionary<string, string> _answers;

    public RecordedAnswers(string folder)
    {
        var path = Path.Combine(Repository.Root, "tests", "Dashboard.Brokers.Tests", "RabbitMq", "Management", "Answers", folder);
        _answers = Directory.GetFiles(path, "*.json").ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText);
    }

    public IEnumerable<string> Names => _answers.Keys.Order(StringComparer.Ordinal);

    /// <summary>What was asked, path and query.</summary>
    public List<string> Asked { get; } = [];

    public string this[string name]
    {
        get => _answers[name];
        set => _answers[name] = value;
    }

    public JsonNode Parsed(string name) => JsonNode.Parse(_answers[name])!;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!.OriginalString;
        lock (Asked)
            Asked.Add(asked);
        var resource = asked[(asked.IndexOf("/api/", StringComparison.Ordinal) + 5)..];
        var name = resource.Split('?')[0];
        if (name == "queues" && resource.Contains("disable_stats=true", StringComparison.Ordinal))
            name = "queue-totals";
        var response = _answers.TryGetValue(name, out var answer)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer, Encoding.UTF8, "application/json") }
            : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"error":"Object Not Found","reason":"Not Found"}""") };
        return Task.FromResult(response);
    }
}
