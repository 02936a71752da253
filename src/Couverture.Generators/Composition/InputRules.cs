using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Every input object can be given (specification section 3.10).</summary>
internal sealed class InputRules(SchemaPlan plan, TypeResolution types, List<Finding> findings)
{
    private readonly Dictionary<string, TypeShape> _inputs = plan.Inputs.ToDictionary(i => i.Key);

    public void Check()
    {
        foreach (var input in plan.Inputs)
        {
            var key = input.IsOfCompilation ? input.Key : types.InputReachedBy(input);
            if (input.IsOneOf)
                CheckOneOf(input, key);
            if (Required(input).FirstOrDefault(r => Leads(r.Shape, input, [])) is { Shape: not null } endless)
                findings.Add(Finding.Of(Diagnostics.EndlessInput, endless.Member.Key ?? key, endless.Member.Member, TypeResolution.Short(input.Key)));
        }

        foreach (var type in plan.Types.Where(t => t.Shape.IsOneOf))
            findings.Add(Finding.Of(Diagnostics.NoEffect, type.Key, "[OneOf]", TypeResolution.Short(type.Shape.Key), "the type is no argument"));
    }

    private void CheckOneOf(TypeShape input, string key)
    {
        foreach (var member in input.Input!.Members.Where(m => !m.Type.IsNullable || m.DefaultValue.Expression is not null))
            findings.Add(Finding.Of(Diagnostics.WrongOneOf, member.Key ?? key, member.Member, TypeResolution.Short(input.Key)));
    }

    private bool Leads(TypeShape from, TypeShape to, HashSet<string> seen) =>
        from.Key == to.Key || (seen.Add(from.Key) && Required(from).Any(r => Leads(r.Shape, to, seen)));

    private IEnumerable<(InputMember Member, TypeShape Shape)> Required(TypeShape input) => input.Input!.Members
        .Where(m => !m.Type.IsNullable && _inputs.ContainsKey(m.Type.Key))
        .Select(m => (m, _inputs[m.Type.Key]));
}
