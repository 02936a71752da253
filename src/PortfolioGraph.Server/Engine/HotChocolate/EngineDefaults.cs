using HotChocolate.AspNetCore.Serialization;

namespace PortfolioGraph.Server.Hosting;

internal static partial class PortfolioGraphServer
{
    static partial void SetEngineDefaults(IRequestExecutorBuilder graph)
    {
        // Ids of documents are as their files are named; MD5 in Base64 otherwise.
        graph.Services.AddSha256DocumentHashProvider(HashFormat.Hex);
        // A client that names no media type gets application/json.
        graph.Services.AddHttpResponseFormatter(new HttpResponseFormatterOptions { HttpTransportVersion = HttpTransportVersion.Legacy });
        graph.Services.AddSingleton<IEngineMiddleware, HotChocolateMiddleware>();
        graph
            .DescribeRoots()
            .BindRuntimeType<Uri, DescribedUrl>()
            .AddErrorFilter<EngineErrors>()
            .AddDiagnosticEventListener(services => new EngineLog(services.GetRequiredService<ILogger<EngineLog>>()))
            // Without it [ID] writes the bare value. The root fields node and nodes are not part of the graph yet.
            .AddGlobalObjectIdentification(registerNodeInterface: false);
    }
}
