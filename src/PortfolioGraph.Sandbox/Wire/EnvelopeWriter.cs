using PortfolioGraph.Sandbox.Gateway;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes the response to a valid call.</summary>
internal static class EnvelopeWriter
{
    public static Response CreateResponse(RouteRequest request)
    {
        var route = request.Route;
        return route.Csv is { } csv
            ? Gateway.Response.Text(200, "text/csv; charset=utf-8", csv(request))
            : new Response(200, Gateway.Response.Json, JsonBody.Write(json => Write(request, json)));
    }

    private static void Write(RouteRequest request, JsonBody json)
    {
        var form = request.Options.Envelope;
        if (form == EnvelopeForm.Bare && request.Route.IsBareInOpenApi)
        {
            request.Route.Result(request, json);
            return;
        }

        json.Object(() =>
        {
            json.Writer.WritePropertyName("result");
            request.Route.Result(request, json);
            if (form == EnvelopeForm.ResultOnly || request.Route.Envelope == Envelope.ResultOnly)
                return;
            if (request.Route.Envelope == Envelope.NullMeta)
                json.Writer.WriteNull(form == EnvelopeForm.System ? "system" : "meta");
            else if (form == EnvelopeForm.System)
                json.Object("system", () => WriteTimes(request, json));
            else
                json.Object("meta", () => WriteMeta(request, json));
        });
    }

    private static void WriteMeta(RouteRequest request, JsonBody json)
    {
        json.Integer("cached_at", request.Parameters.UseCache ? (request.Now - request.Options.CacheAge).ToUnixTimeSeconds() : null);
        json.Object("system", () => WriteTimes(request, json));
        if (request.Route.Envelope == Envelope.Chart)
            ChartWriter.WriteIssues(request, json);
    }

    // Plausible figures that are always the same for the same call.
    private static void WriteTimes(RouteRequest request, JsonBody json)
    {
        var random = SeededRandom.FromText($"times {request.Route.Path} {string.Join(',', request.Parameters.Addresses)}");
        decimal Seconds(int max) => random.Between(1, max) / 10_000m;
        var (click, node, services, redis) = request.Parameters.UseCache
            ? (0m, 0m, 0m, Seconds(40))
            : (Seconds(2_400), Seconds(4_200), Seconds(400), Seconds(20));
        json.Float("click_time", click);
        json.Float("node_time", node);
        json.Float("microservices_time", services);
        json.Float("redis_time", redis);
        json.Float("total_time", Math.Max(click, node) + services + redis);
    }
}
