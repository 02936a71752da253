using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Checks that a client can write a value of every input object (specification section 3.10).</summary>
internal sealed class InputRules(SchemaPlan plan, TypeResolution types, List<DiagnosticInfo> diagnostics)
{
    private readonly Dictionary<string, TypeShape> _inputs = plan.Inputs.ToDictionary(i => i.Key);

    public void Check()
    {
        foreach (var input in plan.Inputs)
        {
            var key = input.IsInCompilation ? input.Key : types.InputReachedBy(input);
            if (input.IsOneOf)
                CheckOneOf(input, key);
            if (RequiredInputs(input).FirstOrDefault(r => Requires(r.Shape, input, [])) is { Shape: not null } circular)
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.CircularInput, circular.Member.Key ?? key, circular.Member.Member, TypeResolution.Short(input.Key)));
        }

        foreach (var type in plan.Types.Where(t => t.Shape.IsOneOf))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoEffect, type.Key, "[OneOf]", TypeResolution.Short(type.Shape.Key), "the type is not used as an argument"));
    }

    private void CheckOneOf(TypeShape input, string key)
    {
        foreach (var member in input.Input!.Members.Where(m => !m.Type.IsNullable || m.DefaultValue.Expression is not null))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidOneOf, member.Key ?? key, member.Member, TypeResolution.Short(input.Key)));
    }

    private bool Requires(TypeShape from, TypeShape to, HashSet<string> seen) =>
        from.Key == to.Key || (seen.Add(from.Key) && RequiredInputs(from).Any(r => Requires(r.Shape, to, seen)));

    private IEnumerable<(InputMember Member, TypeShape Shape)> RequiredInputs(TypeShape input) => input.Input!.Members
        .Where(m => !m.Type.IsNullable && _inputs.ContainsKey(m.Type.Key))
        .Select(m => (m, _inputs[m.Type.Key]));
}
