using System.ComponentModel;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Snapshots;
using Dashboard.Core.Topology;
using Dashboard.Web.Api.Messages;
using Dashboard.Web.Api.OpenApi;
using Dashboard.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api.Topology;

/// <summary>The graph of a scope and the route of a message, from the snapshot, as the topology page has them.</summary>
internal static class TopologyEndpoints
{
    private const int MaxDepth = 3;
    private const int MaxHeaders = 500;

    public static void MapTopology(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/connections/{connection}/topology").WithTags("Topology");
        group.MapGet("scopes", Scopes).Describe("listTopologyScopes", "Parts of the broker with a graph of their own", "Virtual hosts, with the number of their nodes.").Problems(404);
        group.MapGet("", Graph)
            .Describe("getTopology", "The graph of a vhost", "Exchanges, queues, bindings, dead-letter and alternate routes. One with more than 1,000 nodes is given around a focus.").Problems(404, 503);
        group.MapPost("trace", Trace)
            .Describe("traceRoute", "Where a message would go, and why", "By the rules of the last snapshot; nothing is sent and the broker is not asked.").TakesBody().Problems(404, 503);
    }

    private static Ok<IReadOnlyList<TopologyScopeDto>> Scopes([Description("Id of the connection.")] string connection, ISnapshotStore snapshots, IConnectionRegistry connections)
    {
        var (snapshot, reader) = Need<ITopologyReader>(snapshots, connections, connection);
        return TypedResults.Ok<IReadOnlyList<TopologyScopeDto>>([.. reader.Scopes(snapshot).Select(scope => new TopologyScopeDto { Name = scope.Name, NodeCount = scope.NodeCount })]);
    }

    private static Ok<TopologyDto> Graph(
        [Description("Id of the connection.")] string connection,
        [Description("The vhost.")] string scope,
        [Description("Id of the node in the middle; the whole graph unless told.")] string? focus,
        [Description("How far from the focus, 1 to 3; 2 unless told.")] int? depth,
        ISnapshotStore snapshots,
        IConnectionRegistry connections)
    {
        if (depth is < 1 or > MaxDepth)
            throw ApiException.Parameter("depth", $"depth is 1 to {MaxDepth}.");
        var (snapshot, reader) = Need<ITopologyReader>(snapshots, connections, connection);
        DemandRead(snapshot, reader);
        var graph = reader.Read(snapshot, scope);
        if (graph.Nodes.Count == 0)
            throw ApiException.NotFound($"There is no graph of '{scope}'.");
        if (focus is not null && graph.Find(focus) is null)
            throw ApiException.NotFound($"There is no node '{focus}' in the graph of '{scope}'.");
        var view = TopologyView.Of(graph, focus, depth ?? 2, []);
        return TypedResults.Ok(new TopologyDto
        {
            Scope = scope,
            Focus = view.Focus?.Id,
            LeftOut = view.LeftOut,
            Nodes = [.. view.Shown.Nodes.Select(TopologyNodeDto.Of)],
            Edges = [.. view.Shown.Edges.Select(TopologyEdgeDto.Of)],
        });
    }

    private static Ok<TraceDto> Trace(
        [Description("Id of the connection.")] string connection, TraceRequestDto body, ISnapshotStore snapshots, IConnectionRegistry connections)
    {
        var (snapshot, tracer) = Need<IRouteTracer>(snapshots, connections, connection);
        if (connections.Find(snapshot.Connection.Id)?.Find<ITopologyReader>() is { } reader)
            DemandRead(snapshot, reader);
        if (body.Headers?.Count > MaxHeaders)
            throw ApiException.Body("/headers", $"There are at most {MaxHeaders} of them.");
        var headers = body.Headers?.Select((field, i) => FieldMapping.Read(field, $"/headers/{i}")).ToList();
        var to = body.To.On(snapshot.Connection.Id, "/to");
        if (!tracer.Entrances(snapshot, to.Scope).Contains(to))
            throw ApiException.Body("/to", "Nothing of this name takes messages there, as of the last snapshot.");
        return TypedResults.Ok(TraceDto.Of(tracer.Trace(snapshot, new RouteRequest(new PublishAddress(to, body.RoutingKey ?? ""), headers))));
    }

    private static (ConnectionSnapshot Snapshot, T Capability) Need<T>(ISnapshotStore snapshots, IConnectionRegistry connections, string connection)
        where T : class, ICapability
    {
        var snapshot = snapshots.Need(connection);
        return (snapshot, connections.Find(snapshot.Connection.Id)?.Find<T>() ?? throw ApiException.NotFound($"The connection '{connection}' has no topology."));
    }

    // Half of the lists would show half a graph as if it were all.
    private static void DemandRead(ConnectionSnapshot snapshot, ITopologyReader reader)
    {
        foreach (var section in reader.SectionIds.Select(snapshot.Section).OfType<SectionSnapshot>().Where(section => section.Problem is null))
            section.NeedTable();
        if (reader.SectionIds.Select(snapshot.Section).OfType<SectionSnapshot>().FirstOrDefault() is { Table: null } first)
            first.NeedTable();
    }
}
