using System.Net;
using HotChocolate.CostAnalysis;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Limits of an operation that HotChocolate has no setting for, as steps of its request pipeline.</summary>
internal static class RequestChecks
{
    /// <summary>Refuses a document that selects too much. It belongs between the parser and the validation, which expands fragments without a limit.</summary>
    /// <param name="builder">The server.</param>
    public static IRequestExecutorBuilder UseDocumentLimits(this IRequestExecutorBuilder builder) => builder.UseRequest(next => async context =>
    {
        if (context.Document is { } document && new DocumentLimits(SettingsOf(context)).Excess(document) is { } excess)
            context.Result = Refused(excess);
        else
            await next(context);
    });

    /// <summary>
    /// Refuses an operation that costs too much for as many wallets, and sets of variables, as it names: the analyser of HotChocolate 15.1 counts a list that is not sized by
    /// an Int as one item. It belongs after the coercion of variables.
    /// </summary>
    /// <param name="builder">The server.</param>
    public static IRequestExecutorBuilder UseWalletCost(this IRequestExecutorBuilder builder) => builder.UseRequest(next => async context =>
    {
        var settings = SettingsOf(context);
        if (context is { Document: { } document, Variables: { } sets }
            && context.ContextData.TryGetValue(WellKnownContextData.CostMetrics, out var value) && value is CostMetrics cost
            && sets.Sum(set => DocumentLimits.MostWallets(document, name => ItemsOf(set, name))) is var times
            && (cost.FieldCost * times > EngineProfile.FieldCostLimit(settings) || cost.TypeCost * times > EngineProfile.TypeCostLimit(settings)))
        {
            context.Result = Refused($"The operation costs too much for {times} wallets ({nameof(settings.MaxFieldCost)}, {nameof(settings.MaxTypeCost)}); ask for fewer at a time, or select less of each.");
        }
        else
        {
            await next(context);
        }
    });

    private static ServerOptions SettingsOf(IRequestContext context) => context.Services.GetRequiredService<ServerOptions>();

    private static int ItemsOf(IVariableValueCollection set, string name) =>
        set.Where(variable => variable.Name == name).Select(variable => variable.Value is ListValueNode list ? list.Items.Count : 1).FirstOrDefault(1);

    private static IOperationResult Refused(string message) => OperationResultBuilder.New()
        .AddError(ErrorBuilder.New().SetMessage(message).SetCode(GraphErrorCodes.LimitExceeded).Build())
        .SetContextData(WellKnownContextData.HttpStatusCode, HttpStatusCode.BadRequest)
        .Build();
}
