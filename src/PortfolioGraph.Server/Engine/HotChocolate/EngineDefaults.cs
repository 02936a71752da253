namespace PortfolioGraph.Server.Hosting;

internal static partial class PortfolioGraphServer
{
    // Every field of a wallet over pages of 500, on the whole and by chain, through nodes and edges alike, is reckoned at some 440,000.
    private const double LargestCost = 500_000;

    static partial void SetEngineDefaults(IRequestExecutorBuilder graph)
    {
        // Ids of documents are as their files are named; MD5 in Base64 otherwise.
        graph.Services.AddSha256DocumentHashProvider(HashFormat.Hex);
        graph.Services.AddHttpResponseFormatter(new HotChocolate.AspNetCore.Serialization.HttpResponseFormatterOptions { HttpTransportVersion = HttpTransportVersion.Legacy });
        graph
            .AddErrorFilter<EngineErrors>()
            .AddDiagnosticEventListener(services => new EngineLog(services.GetRequiredService<ILogger<EngineLog>>()))
            // Without it [ID] writes the bare value. The root fields node and nodes are not part of the graph yet.
            .AddGlobalObjectIdentification(registerNodeInterface: false)
            // 1,000 otherwise: too little for one page of 50 tokens with share, profit and loss and chain.
            .ModifyCostOptions(options =>
            {
                options.MaxFieldCost = LargestCost;
                options.MaxTypeCost = LargestCost;
            });
    }
}
