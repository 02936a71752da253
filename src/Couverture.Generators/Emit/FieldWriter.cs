using Couverture.Generators.Models;

namespace Couverture.Generators.Emit;

/// <summary>Writes the definitions of fields and their resolvers.</summary>
internal sealed class FieldWriter(CodeWriter writer, DescriptionLookup descriptions, string support)
{
    private const string Types = "global::Couverture.Types.";

    /// <summary>Writes the members of the definition of a field that a method resolves.</summary>
    public void Write(ClassModel owner, MethodModel method)
    {
        var type = method.Paging is null ? method.Type : method.Type.Item!;
        Common(method.FieldName, method.Documentation, method.Deprecation, type, method.IsId);
        GlobalId(method.IsId);
        Arguments(method);
        Cost(method.Cost);
        Resolver(owner, method);
        if (method.Source is { } source)
            Call("Subscribe = static context =>", support + ".Events(", $"{owner.Key}.{CodeWriter.Identifier(source.Name)}", Values(method, source.Parameters).ToList(), ")),");
        if (method is { Paging: not null, Filter: { } filter })
            writer.Line($"Filter = new {filter}(),");
        if (method is { Paging: not null, Sort: { } sort })
            writer.Line($"Sort = new {sort}(),");
        if (method.Paging is { } paging)
        {
            writer.Line($"Paging = new {Types}PagingDefinition(");
            writer.Line($"    ConnectionName: {CodeWriter.Literal(method.ConnectionName!)},");
            writer.Line($"    DefaultPageSize: {paging.DefaultPageSize},");
            writer.Line($"    MaxPageSize: {paging.MaxPageSize},");
            writer.Line($"    IncludeTotalCount: {Boolean(paging.IncludeTotalCount)},");
            writer.Line($"    AllowBackwardPagination: {Boolean(paging.AllowBackwardPagination)},");
            writer.Line($"    ProviderName: {(paging.ProviderName is { } provider ? CodeWriter.Literal(provider) : "null")}),");
        }
    }

    /// <summary>Writes the members of the definition of a field that reads a property.</summary>
    public void Write(PropertyModel property, string owner)
    {
        Common(property.FieldName, property.Documentation, property.Deprecation, property.Type, property.IsId);
        GlobalId(property.IsId);
        writer.Line($"Resolver = {Types}FieldResolver.Member.Of(static parent => (({owner})parent).{CodeWriter.Identifier(property.Member)}),");
    }

    private void GlobalId(bool isId)
    {
        if (isId)
            writer.Line("IsGlobalId = true,");
    }

    private void Cost(CostModel? cost)
    {
        const string Directives = "global::Couverture.Cost.CostDirectives.";
        if (cost is null)
            return;
        writer.Open("Directives =");
        if (cost.Weight is { } weight)
            writer.Line($"{Directives}Cost({weight}),");
        if (cost.ListSize is { } size)
            writer.Line($"{Directives}ListSize({size.AssumedSize}, {Texts(size.SlicingArguments)}, {Texts(size.SizedFields)}, {Boolean(size.RequireOneSlicingArgument)}),");
        writer.Close("},");
    }

    private static string Texts(EquatableArray<string> texts) => $"[{string.Join(", ", texts.Select(CodeWriter.Literal))}]";

    private static string Boolean(bool value) => value ? "true" : "false";

    private void Common(string name, DocumentationSource documentation, string? deprecation, TypeModel type, bool isId)
    {
        writer.Line($"Name = {CodeWriter.Literal(name)},");
        if (descriptions.Of(documentation) is { } description)
            writer.Line($"Description = {CodeWriter.Literal(description)},");
        if (deprecation is not null)
            writer.Line($"DeprecationReason = {CodeWriter.Literal(deprecation)},");
        writer.Line($"Type = {Reference(type, isId)},");
    }

    private void Arguments(MethodModel method)
    {
        var arguments = method.Parameters.Where(p => p.Role == ParameterRole.Argument).ToList();
        if (arguments.Count == 0)
            return;
        writer.Open("Arguments =");
        foreach (var argument in arguments)
        {
            writer.Open("new()");
            Argument(argument.GraphQLName, argument.Documentation, argument.Deprecation, argument.Type, argument.IsId, argument.DefaultValue.Expression);
            writer.Close("},");
        }

        writer.Close("},");
    }

    /// <summary>Writes the members of the definition of an input object's field.</summary>
    public void Write(InputMember member) =>
        Argument(member.FieldName, member.Documentation, member.Deprecation, member.Type, member.IsId, member.DefaultValue.Expression);

    private void Argument(string name, DocumentationSource documentation, string? deprecation, TypeModel type, bool isId, string? defaultValue)
    {
        Common(name, documentation, deprecation, type, isId);
        if (defaultValue is not null)
        {
            writer.Line("HasDefaultValue = true,");
            writer.Line($"DefaultValue = {defaultValue},");
        }

        if (type.Kind == TypeModelKind.List)
            Collection("ToCollection = ", type, ",");
    }

    private void Collection(string before, TypeModel type, string after)
    {
        var isNested = type.Item!.Kind == TypeModelKind.List;
        writer.Line($"{before}static items => {support}.To{type.Form}<{type.Item.Declaration}>(items{(isNested ? "," : ")" + after)}");
        if (isNested)
            Collection("    ", type.Item, ")" + after);
    }

    private static string Reference(TypeModel type, bool isId)
    {
        var reference = type.Kind == TypeModelKind.List
            ? Reference(type.Item!, isId) + ".List()"
            : isId ? Types + "TypeReference.Named(\"ID\")" : $"{Types}TypeReference.Of<{type.Key}>()";
        return type.IsNullable ? reference : reference + ".NonNull()";
    }

    private void Resolver(ClassModel owner, MethodModel method)
    {
        var call = $"{owner.Key}.{CodeWriter.Identifier(method.Name)}";
        if (method.Form == ReturnForm.Value && method.Parameters.Any(IsParent) && method.Parameters.All(p => IsParent(p) || IsUnusedContext(p)))
        {
            var values = method.Parameters.Select(p => IsParent(p) ? $"({p.Type.Declaration})parent" : "null!");
            writer.Line($"Resolver = {Types}FieldResolver.Member.Of(static parent => {call}({string.Join(", ", values)})),");
            return;
        }

        var create = method.Form == ReturnForm.Task ? support + ".Awaited" : $"new {Types}FieldResolver.Sync";
        var isPure = method.Form == ReturnForm.Value && method.Parameters.All(p => IsParent(p) || p.Role == ParameterRole.Argument);
        Call($"Resolver = {create}(static context =>", string.Empty, call, Values(method, method.Parameters).ToList(), isPure ? ")) { IsPure = true }," : ")),");
    }

    private static bool IsParent(ParameterModel parameter) => parameter.Role is ParameterRole.Parent or ParameterRole.EventMessage;

    // In HotChocolate, the errors of a method without a context have no path, so methods take one that they do not use. The name says so.
    private static bool IsUnusedContext(ParameterModel parameter) => parameter is { Role: ParameterRole.Context, Name: "_" };

    private void Call(string lambda, string box, string method, List<string> values, string close)
    {
        writer.Line(lambda);
        writer.Line($"    {box}{method}({(values.Count == 0 ? close : string.Empty)}");
        for (var i = 0; i < values.Count; i++)
            writer.Line($"        {values[i]}{(i == values.Count - 1 ? close : ",")}");
    }

    /// <summary>Returns the argument expressions for calling the field's method or its source stream method.</summary>
    private static IEnumerable<string> Values(MethodModel field, IEnumerable<ParameterModel> parameters)
    {
        var arguments = field.Parameters.Where(p => p.Role == ParameterRole.Argument).Select(p => p.Name).ToList();
        foreach (var parameter in parameters)
        {
            var type = parameter.Type.Declaration;
            yield return parameter.Role switch
            {
                ParameterRole.Parent or ParameterRole.EventMessage => $"context.Parent<{type}>()",
                ParameterRole.Context => "context",
                ParameterRole.CancellationToken => "context.RequestAborted",
                ParameterRole.Service => $"context.Service<{parameter.Type.Key}>()",
                ParameterRole.DataLoader => $"context.DataLoader<{type}>()",
                ParameterRole.ScopedState => $"context.ScopedState<{type}>({CodeWriter.Literal(parameter.GraphQLName)})",
                _ => $"context.Argument<{type}>({arguments.IndexOf(parameter.Name)})",
            };
        }
    }
}
