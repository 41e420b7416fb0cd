using System.Net;
using System.Text;
using Dashboard.Brokers.RabbitMq.Editing;
using Dashboard.Brokers.Tests.RabbitMq.Management;
using Dashboard.Core.Model;

namespace Dashboard.Brokers.Tests.RabbitMq.Editing;

/// <summary>A broker of 3.10 answers <c>/api/definitions</c> with 500 and no words while a virtual host is being deleted. A stand-in answers here: the moment cannot be met at will.</summary>
public sealed class DefinitionsOfABusyBrokerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Export_TheBrokerStumbles_IsAskedAgain(int failures)
    {
        using var broker = new Stumbling(failures, HttpStatusCode.InternalServerError);

        (await ExportAsync(broker)).ShouldContain("queues");

        broker.Asked.ShouldBe(failures + 1);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, 3, "500")]
    [InlineData(HttpStatusCode.Forbidden, 1, "403")]
    public async Task Export_ItGoesOnFailing_SaysWhy(HttpStatusCode answer, int asked, string words)
    {
        using var broker = new Stumbling(int.MaxValue, answer);

        (await Should.ThrowAsync<BrokerException>(() => ExportAsync(broker))).BrokerWords.ShouldNotBeNull().ShouldContain(words);

        broker.Asked.ShouldBe(asked);
    }

    private static async Task<string> ExportAsync(HttpMessageHandler broker)
    {
        using var stand = new AnswerReader(broker);
        return await new RabbitMqDefinitions(stand.Client, stand.Settings).ExportAsync(null, withSecrets: false, CancellationToken.None);
    }

    private sealed class Stumbling(int failures, HttpStatusCode failure) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(++Asked > failures
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"queues":[]}""", Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(failure) { Content = new StringContent("") });
    }
}
