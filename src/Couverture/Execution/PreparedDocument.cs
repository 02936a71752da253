using System.Collections.Concurrent;
using Couverture.Execution.Planning;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>A valid document with the plans of the operations that were run.</summary>
internal sealed class PreparedDocument
{
    private readonly Schema _schema;
    private readonly OperationDefinitionNode[] _operations;
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments;
    private readonly ConcurrentDictionary<OperationDefinitionNode, OperationPlan> _plans = [];

    public PreparedDocument(Schema schema, DocumentHash hash, DocumentNode syntax, int selectedFields)
    {
        Hash = hash;
        _schema = schema;
        SelectedFields = selectedFields;
        _operations = [.. syntax.Definitions.OfType<OperationDefinitionNode>()];
        _fragments = syntax.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name!.Value, StringComparer.Ordinal);
        HasIncrementalDirectives = (schema.Directives.Contains(SpecifiedDirectives.Defer) || schema.Directives.Contains(SpecifiedDirectives.Stream))
            && (_operations.Any(o => ContainsDeferOrStream(o.SelectionSet)) || _fragments.Values.Any(f => ContainsDeferOrStream(f.SelectionSet)));
    }

    /// <summary>The hash of the document's text. Caches use it as their key, because the document itself would stay in memory with all of its plans.</summary>
    public DocumentHash Hash { get; }

    /// <summary>The number of fields of the operations, with fragments expanded.</summary>
    public int SelectedFields { get; }

    /// <summary>Whether the document uses <c>@defer</c> or <c>@stream</c>, and the schema has them.</summary>
    public bool HasIncrementalDirectives { get; }

    /// <summary>The maximum number of plans of one operation.</summary>
    public int MaxPlans => HasIncrementalDirectives ? 1 + OperationPlan.MaxIncrementalPlans : 1;

    /// <summary>Returns the requested operation (specification section 6.1); null if there is none.</summary>
    public OperationDefinitionNode? Find(string? operationName) => operationName is null
        ? _operations is [var only] ? only : null
        : Array.Find(_operations, o => o.Name?.Value == operationName);

    /// <summary>Returns the plan of the requested operation, or the errors that prevent its use.</summary>
    public (OperationPlan? Plan, IReadOnlyList<IError> Errors) GetPlan(string? operationName)
    {
        var operation = Find(operationName);
        if (operation is null)
        {
            return (null, [new Error(
                operationName is null ? "The document has several operations. Set operationName to the name of one." : "The document has no operation with the requested name.",
                ErrorCodes.RequestInvalid)]);
        }

        if (OperationPlan.GetConditionVariables(operation).Count() > OperationPlan.MaxConditionVariables)
            return (null, [new Error($"An operation may have at most {OperationPlan.MaxConditionVariables} Boolean variables.", ErrorCodes.LimitExceeded)]);
        return (_plans.GetOrAdd(operation, static (node, self) => new OperationPlan(self._schema, node, self._fragments, self.HasIncrementalDirectives), this), []);
    }

    private static bool ContainsDeferOrStream(SelectionSetNode set) => set.Selections.Any(selection =>
        selection.Directives.Any(SpecifiedDirectives.IsIncremental)
        || (((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } inner && ContainsDeferOrStream(inner)));
}
