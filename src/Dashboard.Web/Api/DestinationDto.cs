using System.ComponentModel;
using Dashboard.Core.Model;
using Dashboard.Web.Api.Problems;

namespace Dashboard.Web.Api;

/// <summary>A place where messages stand or are sent to, on the connection that the call is about.</summary>
internal sealed record DestinationDto
{
    [Description("The broker's own word: queue, exchange, topic.")]
    public required string Kind { get; init; }

    [Description("The vhost, database or account; empty where the broker has none.")]
    public required string Scope { get; init; }

    [Description("The name, as the broker has it.")]
    public required string Name { get; init; }

    public static DestinationDto Of(DestinationRef destination) => new() { Kind = destination.Kind, Scope = destination.Scope, Name = destination.Name };

    public DestinationRef On(ConnectionId connection, string pointer)
    {
        if (Kind.Length is < 1 or > 64)
            throw ApiException.Body(pointer + "/kind", "The kind is a word of 1 to 64 characters.");
        if (Scope.Length > 1024 || Name.Length > 1024)
            throw ApiException.Body(pointer, "Scope and name have at most 1,024 characters.");
        return new DestinationRef(connection, Kind, Scope, Name);
    }
}
