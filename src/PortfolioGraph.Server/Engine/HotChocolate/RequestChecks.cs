using System.Net;
using HotChocolate.CostAnalysis;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Request middleware for operation limits that HotChocolate does not have.</summary>
internal static class RequestChecks
{
    /// <summary>Rejects a document that selects too much. Call it between the parser and the validation, which expands fragments without a limit.</summary>
    /// <param name="builder">The builder of the server.</param>
    public static IRequestExecutorBuilder UseDocumentLimits(this IRequestExecutorBuilder builder) => builder.UseRequest(next => async context =>
    {
        if (context.Document is { } document && new DocumentLimits(GetSettings(context)).FindViolation(document) is { } violation)
            context.Result = Rejection(violation);
        else
            await next(context);
    });

    /// <summary>
    /// Rejects an operation that costs too much for its number of wallets and sets of variables. The cost analyzer of HotChocolate 15.1 counts a list that is not sized by
    /// an Int as one item. Call it after the coercion of variables.
    /// </summary>
    /// <param name="builder">The builder of the server.</param>
    public static IRequestExecutorBuilder UseWalletCost(this IRequestExecutorBuilder builder) => builder.UseRequest(next => async context =>
    {
        var settings = GetSettings(context);
        if (context is { Document: { } document, Variables: { } sets }
            && context.ContextData.TryGetValue(WellKnownContextData.CostMetrics, out var value) && value is CostMetrics cost
            && sets.Sum(set => DocumentLimits.GetMaxWalletCount(document, name => GetItemCount(set, name))) is var wallets
            && (cost.FieldCost * wallets > EngineProfile.FieldCostLimit(settings) || cost.TypeCost * wallets > EngineProfile.TypeCostLimit(settings)))
        {
            context.Result = Rejection($"The operation costs too much for {wallets} wallets ({nameof(settings.MaxFieldCost)}, {nameof(settings.MaxTypeCost)}). Request fewer wallets at a time, or select fewer fields of each.");
        }
        else
        {
            await next(context);
        }
    });

    private static ServerOptions GetSettings(IRequestContext context) => context.Services.GetRequiredService<ServerOptions>();

    private static int GetItemCount(IVariableValueCollection set, string name) =>
        set.Where(variable => variable.Name == name).Select(variable => variable.Value is ListValueNode list ? list.Items.Count : 1).FirstOrDefault(1);

    private static IOperationResult Rejection(string message) => OperationResultBuilder.New()
        .AddError(ErrorBuilder.New().SetMessage(message).SetCode(EngineErrorCodes.LimitExceeded).Build())
        .SetContextData(WellKnownContextData.HttpStatusCode, HttpStatusCode.BadRequest)
        .Build();
}
