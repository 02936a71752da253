using HotChocolate.AspNetCore.Serialization;

namespace PortfolioGraph.Server.Hosting;

internal static partial class PortfolioGraphServer
{
    static partial void SetEngineDefaults(IRequestExecutorBuilder graph)
    {
        // The ids of documents are SHA-256 in hexadecimal, like their file names. The default is MD5 in Base64.
        graph.Services.AddSha256DocumentHashProvider(HashFormat.Hex);
        // A client without an Accept header gets application/json.
        graph.Services.AddHttpResponseFormatter(new HttpResponseFormatterOptions { HttpTransportVersion = HttpTransportVersion.Legacy });
        graph.Services.AddSingleton<IEngineMiddleware, HotChocolateMiddleware>();
        graph
            .DescribeRoots()
            .BindRuntimeType<Uri, DescribedUrl>()
            .AddErrorFilter<EngineErrors>()
            .AddDiagnosticEventListener(services => new EngineLog(services.GetRequiredService<ILogger<EngineLog>>()))
            .AddDiagnosticEventListener(services => new OperationListener(services.GetRequiredService<OperationTelemetry>()))
            .AddLenientNodeIds();
    }
}
