using PortfolioGraph.Sandbox.Gateway;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Answers a call that was found valid.</summary>
internal static class EnvelopeWriter
{
    public static Response Reply(RouteRequest answer)
    {
        var route = answer.Route;
        return route.Csv is { } csv
            ? Gateway.Response.Text(200, "text/csv; charset=utf-8", csv(answer))
            : new Response(200, Gateway.Response.Json, JsonBody.Write(json => Write(answer, json)));
    }

    private static void Write(RouteRequest answer, JsonBody json)
    {
        var form = answer.Options.Envelope;
        if (form == EnvelopeForm.Bare && answer.Route.IsBareInOpenApi)
        {
            answer.Route.Result(answer, json);
            return;
        }

        json.Object(() =>
        {
            json.Writer.WritePropertyName("result");
            answer.Route.Result(answer, json);
            if (form == EnvelopeForm.ResultOnly || answer.Route.Envelope == Envelope.ResultOnly)
                return;
            if (answer.Route.Envelope == Envelope.NullMeta)
                json.Writer.WriteNull(form == EnvelopeForm.System ? "system" : "meta");
            else if (form == EnvelopeForm.System)
                json.Object("system", () => Times(answer, json));
            else
                json.Object("meta", () => Meta(answer, json));
        });
    }

    private static void Meta(RouteRequest answer, JsonBody json)
    {
        json.Integer("cached_at", answer.Asked.UseCache ? (answer.Now - answer.Options.CacheAge).ToUnixTimeSeconds() : null);
        json.Object("system", () => Times(answer, json));
        if (answer.Route.Envelope == Envelope.Chart)
            ChartWriter.WriteIssues(answer, json);
    }

    // of the right size and always the same for the same call
    private static void Times(RouteRequest answer, JsonBody json)
    {
        var draw = SeededRandom.From($"times {answer.Route.Path} {string.Join(',', answer.Asked.Addresses)}");
        decimal Seconds(int most) => draw.Between(1, most) / 10_000m;
        var (click, node, services, redis) = answer.Asked.UseCache
            ? (0m, 0m, 0m, Seconds(40))
            : (Seconds(2_400), Seconds(4_200), Seconds(400), Seconds(20));
        json.Float("click_time", click);
        json.Float("node_time", node);
        json.Float("microservices_time", services);
        json.Float("redis_time", redis);
        json.Float("total_time", Math.Max(click, node) + services + redis);
    }
}
