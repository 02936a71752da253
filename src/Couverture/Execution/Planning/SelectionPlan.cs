using Couverture.Types;

namespace Couverture.Execution.Planning;

/// <summary>What a selection set means on one object type: the fields in the order of the answer, fragments flattened, fields of one response name merged.</summary>
internal sealed class SelectionPlan(ObjectType type, FieldPlan[] fields)
{
    public ObjectType Type { get; } = type;

    public FieldPlan[] Fields { get; } = fields;

    public IEnumerable<FieldPlan> AllFields => Fields;
}
