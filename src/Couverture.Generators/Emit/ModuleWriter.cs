using Couverture.Generators.Composition;
using Couverture.Generators.Models;

namespace Couverture.Generators.Emit;

/// <summary>Writes every file of a module.</summary>
internal static class ModuleWriter
{
    public static SchemaOutput Write(SchemaInput input)
    {
        if (input.Classes.Count == 0 && input.DataLoaders.Count == 0)
            return new SchemaOutput(EquatableArray<SourceFile>.Empty, EquatableArray<DiagnosticInfo>.Empty);
        var (plan, diagnostics) = SchemaComposer.Compose(input);
        var reached = plan.Types.Where(t => t.Class is null).ToList();
        var names = new ModuleNames(input.Module.Name, reached.Select(t => t.Shape).Concat(plan.Inputs).Concat(plan.Enums));
        var types = new TypeWriter(new DescriptionLookup(input.Documentation), names);
        var files = new List<SourceFile> { Module(plan, reached, names), Support(names, plan) };
        files.AddRange(plan.Classes.Where(c => c.AllMethods.Any()).Select(types.Fields));
        files.AddRange(plan.Types.Where(t => t.Class is not null).Select(types.Registered));
        files.AddRange(reached.Select(types.Reached));
        files.AddRange(plan.Inputs.Select(types.Input));
        files.AddRange(plan.Enums.Select(types.Enum));
        files.AddRange(plan.DataLoaders.Select(l => DataLoaderWriter.Write(l, input.Module.DataLoaderAccess)));
        return new SchemaOutput(files.ToEquatable(), diagnostics);
    }

    private static SourceFile Module(SchemaPlan plan, IEnumerable<TypePlan> reached, ModuleNames names)
    {
        const string Namespace = "Microsoft.Extensions.DependencyInjection";
        const string Builder = "global::Couverture.Execution.IRequestExecutorBuilder";
        var writer = new CodeWriter();
        writer.OpenNamespace(Namespace);
        writer.Line($"/// <summary>Adds the types and DataLoaders of the module {names.Module} to a GraphQL server.</summary>");
        writer.Line(CodeWriter.Generated);
        writer.Open($"public static partial class {names.Module}RequestExecutorBuilderExtensions");
        writer.Line($"/// <summary>Declares every type and every DataLoader of the module {names.Module}.</summary>");
        writer.Line("/// <param name=\"builder\">The server's builder.</param>");
        writer.Line("/// <returns>The same builder.</returns>");
        writer.Open($"public static {Builder} Add{names.Module}(this {Builder} builder)");
        foreach (var loader in plan.DataLoaders)
        {
            var options = loader.MaxBatchSize > 0 ? $"options with {{ MaxBatchSize = {loader.MaxBatchSize} }}" : "options";
            writer.Line($"builder.AddDataLoader<{loader.Qualify(loader.InterfaceName)}>(static (services, scheduler, options) =>");
            writer.Line($"    new {loader.Qualify(loader.Name)}(services, scheduler, {options}));");
        }

        writer.Line("builder.ConfigureSchema(Declare);");
        writer.Line("return builder;");
        writer.Close();
        writer.Line();
        writer.Open("private static void Declare(global::Couverture.Types.SchemaBuilder builder)");
        if (plan.Classes.Any(c => c.Methods.Any(m => m.Cost is not null)))
            writer.Line("builder.Options.EnableCost = true;");
        foreach (var model in plan.Classes.Where(c => c.Role.IsRoot() && c.Methods.Count > 0))
            writer.Line($"{ModuleNames.QualifiedDefinitionsClass(model)}.Declare(builder);");
        foreach (var type in plan.Types.Where(t => t.Class is not null))
            writer.Line($"{type.Class!.Key}.Declare(builder);");
        foreach (var type in reached.Select(t => t.Shape).Concat(plan.Inputs).Concat(plan.Enums))
            writer.Line($"{names.Support}.{names.DeclareMethod(type)}(builder);");
        foreach (var model in plan.Classes.Where(c => c.Role == ClassRole.ExtendName && c.Methods.Count > 0))
            writer.Line($"{ModuleNames.QualifiedDefinitionsClass(model)}.Declare(builder);");
        writer.Close();
        writer.Close();
        writer.CloseNamespace(Namespace);
        return new SourceFile(names.Module + ".g.cs", writer.ToString());
    }

    /// <summary>Writes the helpers that generated resolvers and arguments share.</summary>
    private static SourceFile Support(ModuleNames names, SchemaPlan plan)
    {
        const string Items = "    global::System.Collections.Generic.IReadOnlyList<object?> items,";
        const string Nested = "    global::System.Func<global::System.Collections.Generic.IReadOnlyList<object?>, object>? nested = null)";
        const string Tasks = "global::System.Threading.Tasks.";
        const string Resolver = "global::Couverture.Types.FieldResolver";
        var writer = new CodeWriter();
        writer.OpenNamespace(ModuleNames.Namespace);
        writer.Open($"internal static partial class {names.Declarations}");
        writer.Line(CodeWriter.Generated);
        writer.Line($"internal static {Resolver} Awaited<T>(global::System.Func<global::Couverture.Execution.ResolverContext, {Tasks}Task<T>> resolve) =>");
        writer.Line($"    new {Resolver}.Awaited<T>(resolve);");
        writer.Line();
        writer.Line(CodeWriter.Generated);
        writer.Line($"internal static {Resolver} Awaited<T>(global::System.Func<global::Couverture.Execution.ResolverContext, {Tasks}ValueTask<T>> resolve)");
        writer.Open();
        writer.Line($"return new {Resolver}.Async(context => Box(resolve(context)));");
        writer.Line();
        writer.Line($"static {Tasks}ValueTask<object?> Box({Tasks}ValueTask<T> task) =>");
        writer.Line("    task.IsCompletedSuccessfully ? new(task.GetAwaiter().GetResult()) : Await(task);");
        writer.Line();
        writer.Line($"static async {Tasks}ValueTask<object?> Await({Tasks}ValueTask<T> task) => await task.ConfigureAwait(true);");
        writer.Close();
        writer.Line();
        if (plan.Classes.Any(c => c.Role == ClassRole.Subscription))
        {
            const string Events = "global::System.Collections.Generic.IAsyncEnumerable<";
            writer.Line(CodeWriter.Generated);
            writer.Line($"internal static async {Events}object?> Events<T>(");
            writer.Line($"    {Events}T> events,");
            writer.Line("    [global::System.Runtime.CompilerServices.EnumeratorCancellation] global::System.Threading.CancellationToken cancellationToken = default)");
            writer.Open();
            writer.Line($"await foreach (var message in {Tasks}TaskAsyncEnumerableExtensions.WithCancellation(events, cancellationToken))");
            writer.Line("    yield return message;");
            writer.Close();
            writer.Line();
        }

        if (plan.Inputs.Count > 0)
        {
            writer.Line(CodeWriter.Generated);
            writer.Line("internal static T Field<T>(global::System.Collections.Generic.IReadOnlyDictionary<string, object?> fields, string name) =>");
            writer.Line("    fields.TryGetValue(name, out var value) ? global::Couverture.Execution.RuntimeValue.As<T>(value) : default!;");
            writer.Line();
        }

        // The second parameter converts the items of a nested list.
        writer.Line(CodeWriter.Generated);
        writer.Line("internal static T[] ToArray<T>(");
        writer.Line(Items);
        writer.Line(Nested);
        writer.Open();
        writer.Line("var array = new T[items.Count];");
        writer.Line("for (var i = 0; i < array.Length; i++)");
        writer.Line("    array[i] = global::Couverture.Execution.RuntimeValue.As<T>(nested is not null && items[i] is object?[] list ? nested(list) : items[i]);");
        writer.Line("return array;");
        writer.Close();
        writer.Line();
        writer.Line(CodeWriter.Generated);
        writer.Line("internal static object ToList<T>(");
        writer.Line(Items);
        writer.Line(Nested + " =>");
        writer.Line("    new global::System.Collections.Generic.List<T>(ToArray<T>(items, nested));");
        writer.Line();
        writer.Line(CodeWriter.Generated);
        writer.Line("internal static object ToImmutableArray<T>(");
        writer.Line(Items);
        writer.Line(Nested + " =>");
        writer.Line("    global::System.Collections.Immutable.ImmutableArray.Create(ToArray<T>(items, nested));");
        writer.Close();
        writer.CloseNamespace(ModuleNames.Namespace);
        return new SourceFile(names.Declarations + ".g.cs", writer.ToString());
    }
}
