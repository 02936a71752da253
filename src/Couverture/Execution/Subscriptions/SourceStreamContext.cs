using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution.Subscriptions;

/// <summary>Gives the source stream of a subscription access to its arguments, services and selections.</summary>
internal sealed class SourceStreamContext(OperationPlan plan, VariableValues variables, IServiceProvider services, CancellationToken cancellationToken)
    : SelectedFieldContext(plan.Root.Fields[0], variables)
{
    public override IReadOnlyList<object> Path => [Plan.ResponseName];

    public override CancellationToken RequestAborted { get; } = cancellationToken;

    public override T Parent<T>() => throw Unavailable("parent");

    public override T Service<T>() => services.GetRequiredService<T>();

    // A loader caches its values for one operation, and a source stream outlives the operations of its events.
    public override T DataLoader<T>() => throw Unavailable("DataLoaders");

    public override void ReportError(IError error) => throw Unavailable("response to add an error to");

    public override void SetScopedState<T>(string name, T value) => throw Unavailable("scoped state");

    public override T ScopedState<T>(string name) => throw Unavailable("scoped state");

    protected override Schema Schema => plan.Schema;

    protected override ulong Flags { get; } = plan.GetFlags(variables);

    private InvalidOperationException Unavailable(string what) => new($"The source stream of {Plan.Field.Coordinate} has no {what}.");
}
