using Couverture.Generators.Composition;
using Couverture.Generators.Models;

namespace Couverture.Generators.Emit;

/// <summary>Writes the declarations of types and the definitions of their fields.</summary>
internal sealed class TypeWriter(DescriptionLookup descriptions, ModuleNames names)
{
    private const string Builder = "global::Couverture.Types.SchemaBuilder builder";

    /// <summary>Writes the class with one factory method for each field that a user class resolves.</summary>
    public SourceFile Fields(ClassModel model)
    {
        var writer = new CodeWriter();
        var fields = new FieldWriter(writer, descriptions, names.Support);
        writer.OpenNamespace(model.Namespace);
        writer.Line(CodeWriter.Generated);
        writer.Open($"internal static class {ModuleNames.DefinitionsClass(model)}");
        Declaration(writer, model);
        foreach (var method in model.AllMethods)
        {
            writer.Line($"internal static global::Couverture.Types.FieldDefinition {ModuleNames.FactoryMethod(model, method)}() => new()");
            writer.Open();
            fields.Write(model, method);
            writer.Close("};");
            writer.Line();
        }

        writer.Close();
        writer.CloseNamespace(model.Namespace);
        return new SourceFile(ModuleNames.File(model.Key) + ".Fields.g.cs", writer.ToString());
    }

    /// <summary>Writes the generated part of a user class that registers a type.</summary>
    public SourceFile Registered(TypePlan plan)
    {
        var model = plan.Class!;
        var writer = new CodeWriter();
        writer.OpenNamespace(model.Namespace);
        writer.Open($"static partial class {model.Name}");
        writer.Line($"static partial void Configure({Descriptor(model.Role)}<{plan.Shape.Key}> descriptor);");
        writer.Line();
        writer.Line(CodeWriter.Generated);
        writer.Open($"internal static void Declare({Builder})");
        Type(writer, plan);
        writer.Line($"Configure(global::Couverture.Types.TypeDescriptor.For<{plan.Shape.Key}>(type));");
        writer.Close();
        writer.Close();
        writer.CloseNamespace(model.Namespace);
        return new SourceFile(ModuleNames.File(model.Key) + ".g.cs", writer.ToString());
    }

    /// <summary>Writes the declaration of an object type that fields return and no class registers.</summary>
    public SourceFile Reached(TypePlan plan) => InModule(plan.Shape, writer => Type(writer, plan));

    /// <summary>Writes the declaration of an input object.</summary>
    public SourceFile Input(TypeShape shape) => InModule(shape, writer =>
    {
        var input = shape.Input!;
        var (parameters, properties) = (input.Members.Where(m => m.IsParameter).ToList(), input.Members.Where(m => !m.IsParameter).ToList());
        writer.Line($"var type = builder.InputObject<{shape.Key}>({CodeWriter.Literal(input.Name)}, static fields => new {shape.Key}({(parameters.Count == 0 ? ")" : string.Empty)}");
        foreach (var member in parameters)
            writer.Line($"    {CodeWriter.Identifier(member.Member)}: {Value(member)}{(member == parameters[parameters.Count - 1] ? ")" : ",")}");
        writer.Open();
        foreach (var member in properties)
            writer.Line($"{CodeWriter.Identifier(member.Member)} = {Value(member)},");
        writer.Close("});");
        Description(writer, descriptions.Of(shape.Documentation));
        if (shape.IsOneOf)
            writer.Line("type.IsOneOf = true;");
        var fields = new FieldWriter(writer, descriptions, names.Support);
        foreach (var member in input.Members)
        {
            writer.Line("type.Fields.Add(new()");
            writer.Open();
            fields.Write(member);
            writer.Close("});");
        }

        string Value(InputMember member) => $"{names.Support}.Field<{member.Type.Declaration}>(fields, {CodeWriter.Literal(member.FieldName)})";
    });

    /// <summary>Writes the declaration of an enum type.</summary>
    public SourceFile Enum(TypeShape shape) => InModule(shape, writer =>
    {
        writer.Line($"var type = builder.Enum<{shape.Key}>({CodeWriter.Literal(shape.Name)});");
        Description(writer, descriptions.Of(shape.Documentation));
        foreach (var value in shape.Values)
        {
            var description = descriptions.Of(value.Documentation) is { } text ? $", Description: {CodeWriter.Literal(text)}" : string.Empty;
            var deprecation = value.Deprecation is { } reason ? $", DeprecationReason: {CodeWriter.Literal(reason)}" : string.Empty;
            writer.Line(
                $"type.Values.Add(new global::Couverture.Types.EnumValueDefinition({CodeWriter.Literal(value.Name)}, {shape.Key}.{CodeWriter.Identifier(value.Member)}{description}{deprecation}));");
        }
    });

    private static string Descriptor(ClassRole role) =>
        role == ClassRole.InterfaceType ? "global::Couverture.Types.IInterfaceTypeDescriptor" : "global::Couverture.Types.IObjectTypeDescriptor";

    private static void Description(CodeWriter writer, string? text)
    {
        if (text is not null)
            writer.Line($"type.Description = {CodeWriter.Literal(text)};");
    }

    private SourceFile InModule(TypeShape shape, Action<CodeWriter> write)
    {
        var writer = new CodeWriter();
        writer.OpenNamespace(ModuleNames.Namespace);
        writer.Open($"internal static partial class {names.Declarations}");
        writer.Line(CodeWriter.Generated);
        writer.Open($"internal static void {names.DeclareMethod(shape)}({Builder})");
        write(writer);
        writer.Close();
        writer.Close();
        writer.CloseNamespace(ModuleNames.Namespace);
        return new SourceFile($"{names.Declarations}.{names.DeclareMethod(shape)}.g.cs", writer.ToString());
    }

    /// <summary>Writes the Declare method of a class that adds fields to a root or extends a type by name.</summary>
    private static void Declaration(CodeWriter writer, ClassModel model)
    {
        if (!model.Role.IsRoot() && model.Role != ClassRole.ExtendName)
            return;
        writer.Open($"internal static void Declare({Builder})");
        if (model.Role.IsRoot())
        {
            writer.Line($"var type = builder.Root(global::Couverture.Language.OperationType.{model.Role});");
            Description(writer, model.Description);
            Add(writer, model);
            writer.Close();
        }
        else
        {
            writer.Open($"builder.Extend({CodeWriter.Literal(model.TargetName ?? string.Empty)}, static type =>");
            Add(writer, model);
            writer.Close("});");
            writer.Close();
        }

        writer.Line();
    }

    private static void Add(CodeWriter writer, ClassModel model)
    {
        foreach (var method in model.Methods)
            writer.Line($"type.Fields.Add({ModuleNames.FactoryMethod(model, method)}());");
    }

    private void Type(CodeWriter writer, TypePlan plan)
    {
        var kind = plan.Class?.Role == ClassRole.InterfaceType ? "Interface" : "Object";
        writer.Line($"var type = builder.{kind}<{plan.Shape.Key}>({CodeWriter.Literal(plan.Class?.TypeName ?? plan.Shape.Name)});");
        Description(writer, plan.Class?.Description ?? descriptions.Of(plan.Shape.Documentation));
        foreach (var implemented in plan.Interfaces)
            writer.Line($"type.Interfaces.Add(typeof({implemented}));");
        var fields = new FieldWriter(writer, descriptions, names.Support);
        foreach (var field in plan.Fields)
        {
            switch (field)
            {
                case FieldPlan.Method method:
                    writer.Line($"type.Fields.Add({ModuleNames.QualifiedDefinitionsClass(method.Class)}.{ModuleNames.FactoryMethod(method.Class, method.Model)}());");
                    break;
                case FieldPlan.Property property:
                    writer.Line("type.Fields.Add(new()");
                    writer.Open();
                    fields.Write(property.Model, property.Owner);
                    writer.Close("});");
                    break;
            }
        }

        if (plan.Class is { NodeResolver: { } resolver } owner)
            writer.Line($"type.NodeResolver = {ModuleNames.QualifiedDefinitionsClass(owner)}.{ModuleNames.FactoryMethod(owner, resolver)}();");
    }
}
